using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Aspire.ServiceDefaults.Security;

/// <summary>A request body that fails with RESOURCE_EXHAUSTED if it exceeds a limit.</summary>
/// <param name="body">The request body.</param>
/// <param name="limit">The maximum number of bytes.</param>
internal sealed class LimitedBody(PipeReader body, long limit) : PipeReader, IRequestBodyPipeFeature
{
    private ReadOnlySequence<byte> _read;
    private long _consumed;

    public PipeReader Reader => this;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Check(await body.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        var some = body.TryRead(out result);
        result = some ? Check(result) : result;
        return some;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _consumed += _read.Slice(_read.Start, consumed).Length;
        body.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);

    private ReadResult Check(ReadResult read)
    {
        _read = read.Buffer;
        if (_consumed + _read.Length <= limit)
        {
            return read;
        }

        body.AdvanceTo(_read.Start, _read.End);
        throw new RpcException(new Status(StatusCode.ResourceExhausted, $"The call exceeds its caller's limit of {limit} bytes."));
    }
}
