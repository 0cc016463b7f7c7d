using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>Serves the calls of one service: reads requests, runs the service between its interceptors, writes responses.</summary>
internal sealed class ServiceCallHandler<TService>(
    IOptions<GrpcServiceOptions> everyService,
    IOptions<GrpcServiceOptions<TService>> thisService,
    ILoggerFactory loggers)
    where TService : class
{
    private static readonly ObjectFactory<TService> CreateService = ActivatorUtilities.CreateFactory<TService>([]);

    private readonly ILogger _logger = loggers.CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");

    private readonly IReadOnlyList<InterceptorRegistration> _interceptors = [.. everyService.Value.Interceptors, .. thisService.Value.Interceptors];

    private readonly bool _detailedErrors = thisService.Value.EnableDetailedErrors ?? everyService.Value.EnableDetailedErrors ?? false;

    private readonly int? _receiveLimit =
        thisService.Value.MaxReceiveMessageSizeSpecified ? thisService.Value.MaxReceiveMessageSize
        : everyService.Value.MaxReceiveMessageSizeSpecified ? everyService.Value.MaxReceiveMessageSize
        : GrpcServiceOptions.DefaultMaxReceiveMessageSize;

    private readonly int? _sendLimit =
        thisService.Value.MaxSendMessageSizeSpecified ? thisService.Value.MaxSendMessageSize : everyService.Value.MaxSendMessageSize;

    public Task UnaryAsync<TRequest, TResponse>(HttpContext http, Method<TRequest, TResponse> method, Func<TService, TRequest, ServerCallContext, Task<TResponse>> invoke)
        where TRequest : class
        where TResponse : class => ServeAsync(http, method, async (service, call) =>
        {
            UnaryServerMethod<TRequest, TResponse> next = (request, context) => invoke(service.Instance, request, context);
            foreach (var interceptor in service.InterceptorsInsideOut)
            {
                var inner = next;
                next = (request, context) => interceptor.UnaryServerHandler(request, context, inner);
            }

            var request = await call.ReadSingleAsync();
            await call.WriteSingleAsync(await next(request, call));
        });

    public Task ClientStreamingAsync<TRequest, TResponse>(HttpContext http, Method<TRequest, TResponse> method, Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> invoke)
        where TRequest : class
        where TResponse : class => ServeAsync(http, method, async (service, call) =>
        {
            ClientStreamingServerMethod<TRequest, TResponse> next = (requests, context) => invoke(service.Instance, requests, context);
            foreach (var interceptor in service.InterceptorsInsideOut)
            {
                var inner = next;
                next = (requests, context) => interceptor.ClientStreamingServerHandler(requests, context, inner);
            }

            await call.WriteSingleAsync(await next(call.Requests, call));
        });

    public Task ServerStreamingAsync<TRequest, TResponse>(HttpContext http, Method<TRequest, TResponse> method, Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke)
        where TRequest : class
        where TResponse : class => ServeAsync(http, method, async (service, call) =>
        {
            ServerStreamingServerMethod<TRequest, TResponse> next = (request, responses, context) => invoke(service.Instance, request, responses, context);
            foreach (var interceptor in service.InterceptorsInsideOut)
            {
                var inner = next;
                next = (request, responses, context) => interceptor.ServerStreamingServerHandler(request, responses, context, inner);
            }

            await next(await call.ReadSingleAsync(), call.Responses, call);
        });

    public Task DuplexStreamingAsync<TRequest, TResponse>(HttpContext http, Method<TRequest, TResponse> method, Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke)
        where TRequest : class
        where TResponse : class => ServeAsync(http, method, async (service, call) =>
        {
            DuplexStreamingServerMethod<TRequest, TResponse> next = (requests, responses, context) => invoke(service.Instance, requests, responses, context);
            foreach (var interceptor in service.InterceptorsInsideOut)
            {
                var inner = next;
                next = (requests, responses, context) => interceptor.DuplexStreamingServerHandler(requests, responses, context, inner);
            }

            await next(call.Requests, call.Responses, call);
        });

    private async Task ServeAsync<TRequest, TResponse>(
        HttpContext http,
        Method<TRequest, TResponse> method,
        Func<Activation, ServerCall<TRequest, TResponse>, Task> serve)
        where TRequest : class
        where TResponse : class
    {
        if (!IsCall(http))
        {
            return;
        }

        if (method.Type is MethodType.ClientStreaming or MethodType.DuplexStreaming)
        {
            LiftBodyLimits(http);
        }

        using var call = new ServerCall<TRequest, TResponse>(http, method, _receiveLimit, _sendLimit);
        await call.RunAsync(
            async () =>
            {
                await using var service = new Activation(http.RequestServices, _interceptors);
                await serve(service, call);
            },
            exception => StatusOf(exception, call));
    }

    /// <summary>Answers what is no gRPC call in the language of HTTP.</summary>
    private static bool IsCall(HttpContext http)
    {
        var (code, detail) =
            !Headers.IsGrpc(http.Request.ContentType) ? (StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{http.Request.ContentType}' is not supported.")
            : !HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol) ? (StatusCodes.Status426UpgradeRequired, $"Request protocol '{http.Request.Protocol}' is not supported.")
            : (StatusCodes.Status200OK, "");
        if (code != StatusCodes.Status200OK)
        {
            http.Response.StatusCode = code;
            ResponseStatus.Set(http.Response, new Status(StatusCode.Internal, detail));
        }

        return code == StatusCodes.Status200OK;
    }

    /// <summary>A stream of requests may be as long and as slow as its sender likes; each message has its own limit.</summary>
    private static void LiftBodyLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private Status StatusOf(Exception exception, ServerCallContext call)
    {
        if (exception is RpcException known)
        {
            _logger.LogDebug("{Method} ended with {StatusCode}: {Detail}", call.Method, known.StatusCode, known.Status.Detail);
            foreach (var trailer in known.Trailers)
            {
                call.ResponseTrailers.Add(trailer);
            }

            return known.Status;
        }

        if (call.CancellationToken.IsCancellationRequested)
        {
            _logger.LogDebug(exception, "{Method} was cancelled.", call.Method);
            return new Status(StatusCode.Cancelled, "The call was cancelled.", exception);
        }

        _logger.LogError(exception, "{Method} threw an exception.", call.Method);
        var detail = _detailedErrors ? $" {exception.GetType().Name}: {exception.Message}" : "";
        return new Status(StatusCode.Unknown, $"Exception was thrown by handler.{detail}", exception);
    }

    /// <summary>The objects that serve one call: registered ones come from the container, others live as long as the call.</summary>
    private sealed class Activation(IServiceProvider services, IReadOnlyList<InterceptorRegistration> interceptors) : IAsyncDisposable
    {
        private readonly List<object> _owned = [];
        private TService? _service;

        public TService Instance => _service ??= services.GetService<TService>() ?? Own(CreateService(services, []));

        public IEnumerable<Interceptor> InterceptorsInsideOut => interceptors.Reverse().Select(registration =>
            (Interceptor)(services.GetService(registration.Type)
            ?? Own(ActivatorUtilities.CreateInstance(services, registration.Type, [.. registration.Arguments]))));

        public async ValueTask DisposeAsync()
        {
            foreach (var owned in _owned)
            {
                if (owned is IAsyncDisposable asynchronous)
                {
                    await asynchronous.DisposeAsync();
                }
                else
                {
                    (owned as IDisposable)?.Dispose();
                }
            }
        }

        private T Own<T>(T created)
            where T : notnull
        {
            _owned.Add(created);
            return created;
        }
    }
}
