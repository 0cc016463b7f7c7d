using System.Threading.RateLimiting;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Enforces the limits of callers: by key or token, and by address for anonymous callers.</summary>
internal sealed class CallLimiter(SecurityOptions security) : IConfigureOptions<RateLimiterOptions>
{
    /// <summary>The suggested retry delay when it depends on the end of other calls.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public void Configure(RateLimiterOptions options)
    {
        options.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(AtOnce),
            PartitionedRateLimiter.Create<HttpContext, string>(PerSecond));
        options.OnRejected = async (rejected, _) =>
        {
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Pause;
            await Refusal.WriteAsync(
                rejected.HttpContext, StatusCode.ResourceExhausted,
                    $"{Caller.Describe(rejected.HttpContext)} has too many active or recent calls: retry in "
                    + $"{wait.TotalSeconds:0.###} s.", wait);
        };
    }

    /// <summary>Enforces the size limit of a call.</summary>
    public Task LimitSizeAsync(HttpContext http, RequestDelegate next)
    {
        if (LimitsOf(http).LargestRequest is { } limit)
        {
            // gRPC lifts the server's own limit for request streams, because each message has a limit.
            if (Refusal.IsCall(http.Request))
            {
                http.Features.Set<IRequestBodyPipeFeature>(new LimitedBody(http.Request.BodyReader, limit));
            }
            else if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = limit;
            }
        }

        return next(http);
    }

    private RateLimitPartition<string> AtOnce(HttpContext http)
    {
        var most = LimitsOf(http).CallsAtOnce;
        return RateLimitPartition.GetConcurrencyLimiter(Caller.Identify(http), _ => new ConcurrencyLimiterOptions { PermitLimit = most });
    }

    private RateLimitPartition<string> PerSecond(HttpContext http)
    {
        var limits = LimitsOf(http);
        return limits.CallsPerSecond is not { } rate
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(Caller.Identify(http), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.Burst ?? rate,
                TokensPerPeriod = rate,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            });
    }

    private CallerLimits LimitsOf(HttpContext http) => Caller.Of(http)?.Limits ?? security.Limits;
}
