using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Aspire.ServiceDefaults.Security;

/// <summary>Configures authentication, authorization and limits.</summary>
internal static class SecurityExtensions
{
    private const string Scheme = "MicroGenre";
    private const string KeyScheme = "Key";
    private const string TokenScheme = "Token";

    public static void AddSecurity(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => SecurityOptions.Read(provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<Credentials>();
        services.AddSingleton(provider => new ServiceTrust(provider.GetRequiredService<SecurityOptions>()));
        services.AddSingleton<AuditLog>();
        services.AddHostedService<DoorKeeper>();

        services.AddAuthentication(Scheme)
            .AddPolicyScheme(Scheme, displayName: null, _ => { })
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(KeyScheme, _ => { })
            .AddJwtBearer(TokenScheme, _ => { });
        services.AddOptions<PolicySchemeOptions>(Scheme).Configure<Credentials>((scheme, credentials) =>
        {
            scheme.ForwardDefaultSelector = http => credentials.ShowsToken(http.Request) ? TokenScheme : KeyScheme;
            (scheme.ForwardChallenge, scheme.ForwardForbid) = (KeyScheme, KeyScheme);
        });
        services.AddOptions<JwtBearerOptions>(TokenScheme)
            .Configure<Credentials>((bearer, credentials) => credentials.Tokens?.Configure(bearer));
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<SecurityOptions>((authorization, security) =>
        {
            if (security.AsksCallers)
            {
                authorization.FallbackPolicy = authorization.DefaultPolicy;
            }

            authorization.AddPolicy(Rights.Control, policy => policy.RequireAssertion(call =>
                !security.AsksCallers
                    || (call.Resource is Microsoft.AspNetCore.Http.HttpContext http && Caller.Of(http) is { Control: true })));
        });

        services.AddRateLimiter(_ => { });
        services.AddSingleton<CallLimiter>();
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(provider => provider.GetRequiredService<CallLimiter>());
    }

    public static void UseSecurity(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.Use(next =>
        {
            var limiter = app.Services.GetRequiredService<CallLimiter>();
            return http => limiter.LimitSizeAsync(http, next);
        });
    }

    /// <summary>Refuses to start with unsafe settings.</summary>
    private sealed class DoorKeeper(
        IConfiguration configuration, IHostEnvironment environment, SecurityOptions security, Credentials credentials, ServiceTrust trust,
            IOptions<KestrelServerOptions> kestrel) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            _ = (credentials, trust);
            kestrel.Value.Limits.MaxConcurrentConnections = security.Connections;
            Exposure.Check(configuration, security, environment.IsDevelopment());
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
