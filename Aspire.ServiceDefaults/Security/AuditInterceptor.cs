using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Audits control calls. They are unary in their requests, because the content of a request stream cannot be logged.</summary>
internal sealed class AuditInterceptor(AuditLog audit) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(request, context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        AroundAsync(request, context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    private Task<T> AroundAsync<T>(object request, ServerCallContext context, Func<Task<T>> call) =>
        context.GetHttpContext().NeedsControl() ? AuditAsync(request, context, call) : call();

    private async Task<T> AuditAsync<T>(object request, ServerCallContext context, Func<Task<T>> call)
    {
        var http = context.GetHttpContext();
        var begin = Stopwatch.GetTimestamp();
        audit.Began(http, request);
        var outcome = StatusCode.Unknown;
        try
        {
            var result = await call();
            outcome = context.Status.StatusCode;
            return result;
        }
        catch (RpcException refused)
        {
            outcome = refused.StatusCode;
            throw;
        }
        finally
        {
            var after = Stopwatch.GetElapsedTime(begin);
            if (outcome is StatusCode.Cancelled or StatusCode.DeadlineExceeded && context.CancellationToken.IsCancellationRequested
                && LastingWork.Of(http) is { } work)
            {
                audit.Left(http, work, after);
            }
            else
            {
                audit.Ended(http, outcome, after);
            }
        }
    }
}
