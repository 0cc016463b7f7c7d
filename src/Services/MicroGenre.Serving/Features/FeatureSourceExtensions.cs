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

/// <summary>Registers the source of features.</summary>
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
    /// Adds an <see cref="IFeatureSource"/>: the FeatureExtraction service if it is configured, otherwise <see cref="LocalFeatures"/>,
    /// which is added in any case.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="limits">The limits of local computations.</param>
    /// <param name="patience">Maximum time that the service may take per track.</param>
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
