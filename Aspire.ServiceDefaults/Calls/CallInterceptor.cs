using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>Wraps every call: refuses it while the service stops, measures it, and maps exceptions to statuses.</summary>
internal sealed class CallInterceptor(
    CallDrain drain, CallMetrics metrics, IOptions<ExceptionStatuses> statuses, ILogger<CallInterceptor> logger) : Interceptor
{
    // Health checks are answered even while the service stops.
    private const string HealthService = "/grpc.health.v1.Health/";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        await AroundAsync(context, () => continuation(request, context));

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        await AroundAsync(context, () => continuation(requestStream, context));

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        await AroundAsync(context, () => WithoutResult(continuation(request, responseStream, context)));

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        await AroundAsync(context, () => WithoutResult(continuation(requestStream, responseStream, context)));

    private static async Task<object?> WithoutResult(Task call)
    {
        await call;
        return null;
    }

    private async Task<T> AroundAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        if (context.Method.StartsWith(HealthService, StringComparison.Ordinal))
        {
            return await call();
        }

        using var measured = metrics.Begin(context);
        try
        {
            var entered = drain.TryEnter();
            try
            {
                var result = entered ? await call().WaitAsync(drain.CutOff) : throw new RpcException(ShuttingDown.Status);
                measured.Status = context.Status;
                return result;
            }
            finally
            {
                if (entered)
                {
                    drain.Leave();
                }
            }
        }
        catch (Exception exception)
        {
            measured.Status = StatusOf(exception, context);
            throw exception as RpcException ?? new RpcException(measured.Status);
        }
    }

    private Status StatusOf(Exception exception, ServerCallContext context)
    {
        if (exception is RpcException known)
        {
            return known.Status;
        }

        if (drain.CutOff.IsCancellationRequested)
        {
            return ShuttingDown.Status;
        }

        // After the caller has left, errors are mere consequences of that.
        if (context.CancellationToken.IsCancellationRequested)
        {
            logger.LogDebug(exception, "{Method} was cancelled.", context.Method);
            return context.Deadline <= DateTime.UtcNow
                ? new Status(StatusCode.DeadlineExceeded, "The deadline has passed.")
                : new Status(StatusCode.Cancelled, "The caller has cancelled the call.");
        }

        if (statuses.Value.Find(exception) is { } status)
        {
            return status;
        }

        logger.LogError(exception, "{Method} failed.", context.Method);
        var trace = Activity.Current is { } activity ? $" (trace {activity.TraceId})" : "";
        return new Status(StatusCode.Internal, $"The service failed. See its log for details{trace}.");
    }
}
