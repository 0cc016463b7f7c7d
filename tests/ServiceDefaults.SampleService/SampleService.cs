using System.Diagnostics;
using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;

namespace ServiceDefaults.Testing;

internal sealed class SampleService(IServiceProvider services) : Sample.SampleBase
{
    public override Task<Reply> Answer(Request request, ServerCallContext context) =>
        Task.FromResult(new Reply { Trace = Activity.Current?.TraceId.ToString() ?? "" });

    [Authorize(Policy = Rights.Control)]
    public override Task<Reply> Switch(Request request, ServerCallContext context) =>
        request.Exception.Length > 0 ? throw ExceptionOf(request) : Task.FromResult(new Reply());

    public override async Task<Reply> Forward(Request request, ServerCallContext context) =>
        await services.GetRequiredService<Sample.SampleClient>()
            .AnswerAsync(request, deadline: context.Deadline, cancellationToken: context.CancellationToken);

    public override Task<Reply> Fail(Request request, ServerCallContext context) => throw ExceptionOf(request);

    public override async Task FailLate(Request request, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new Reply(), context.CancellationToken);
        throw ExceptionOf(request);
    }

    public override async Task Converse(
        IAsyncStreamReader<Request> requestStream, IServerStreamWriter<Reply> responseStream, ServerCallContext context)
    {
        var number = 0;
        await foreach (var _ in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new Reply { Number = ++number }, context.CancellationToken);
        }
    }

    private static Exception ExceptionOf(Request request) => request.Exception switch
    {
        nameof(ArgumentOutOfRangeException) => new ArgumentOutOfRangeException(null, request.Message),
        nameof(FileNotFoundException) => new FileNotFoundException(request.Message),
        nameof(KeyNotFoundException) => new KeyNotFoundException(request.Message),
        nameof(InvalidDataException) => new InvalidDataException(request.Message),
        nameof(UnauthorizedAccessException) => new UnauthorizedAccessException(request.Message),
        nameof(RpcException) => new RpcException(new Status(StatusCode.FailedPrecondition, request.Message)),
        _ => new InvalidOperationException(request.Message),
    };
}
