using Aspire.ServiceDefaults.Security;
using MicroGenre.Client.Channels;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ExtractorClient = MicroGenre.Contracts.FeatureExtractor.FeatureExtractorClient;

namespace MicroGenre.Serving.Features;

/// <summary>Where a service gets features from.</summary>
public static class FeatureSourceExtensions
{
    private const string Service = "feature-extraction";

    /// <summary>Whether the FeatureExtraction service is configured.</summary>
    public static bool HasFeatureExtraction(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetSection($"services:{Service}").Exists();
    }

    /// <summary>
    /// Adds an <see cref="IFeatureSource"/>: the FeatureExtraction service where it is configured, else <see cref="LocalFeatures"/>, which
    /// is added either way.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="limits">What is computed here at most.</param>
    /// <param name="patience">How long the service may take for a track.</param>
    public static void AddFeatureSource(this IHostApplicationBuilder builder, AudioLimits limits, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(services => new LocalFeatures(services.GetRequiredService<DataRoot>(), limits));
        if (!builder.Configuration.HasFeatureExtraction())
        {
            builder.Services.AddSingleton<IFeatureSource>(services => services.GetRequiredService<LocalFeatures>());
            return;
        }

        builder.Services.AddSingleton(services => CredentialsOf(services.GetRequiredService<ServiceTrust>()));
        builder.Services.AddServiceClient<ExtractorClient>(Service);
        builder.Services.AddSingleton<IFeatureSource>(services => new RemoteFeatures(
            services.GetRequiredService<ExtractorClient>(),
            services.GetRequiredService<LocalFeatures>(),
            services.GetRequiredService<DataRoot>(),
            patience,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<RemoteFeatures>>()));
    }

    private static ServiceCredentials CredentialsOf(ServiceTrust trust) => new(trust.Key, trust.Authorities);
}
