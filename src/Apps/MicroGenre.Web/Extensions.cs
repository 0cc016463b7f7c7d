using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using MicroGenre.Client.Channels;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.Jobs;
using MicroGenre.Web.Models;
using MicroGenre.Web.Tracks;
using Microsoft.AspNetCore.Mvc;

namespace MicroGenre.Web;

/// <summary>How the page's server is put together.</summary>
public static class Extensions
{
    // Bytes of a request that is no upload.
    private const long LongestOrder = 1024 * 1024;

    /// <summary>Adds what the server is made of: clients of the services, and little else.</summary>
    public static void AddWeb(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton(builder.ReadSettings<WebOptions>(WebOptions.Section))
            .AddSingleton<TrackParts>();
        builder.Services.AddSingleton(services => CredentialsOf(services.GetRequiredService<ServiceTrust>()));
        builder.Services.AddServiceClient<Classifier.ClassifierClient>("inference");
        builder.Services.AddServiceClient<ModelControl.ModelControlClient>("inference");
        builder.Services.AddServiceClient<TrackSegmenter.TrackSegmenterClient>("segmenting");
        builder.Services.AddServiceClient<FeatureExtractor.FeatureExtractorClient>("feature-extraction");
        builder.Services.AddServiceClient<Trainer.TrainerClient>("training");
    }

    /// <summary>Maps the page's files and what they ask for.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // Asked for again each time, and sent again only when they changed: a new version never meets old scripts.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });

        var api = app.MapGroup("/api").AddEndpointFilter<Problems>().WithMetadata(new RequestSizeLimitAttribute(LongestOrder));
        api.MapGet("/settings", (WebOptions options) => new { options.LargestUpload });
        api.MapTracks(app.Services.GetRequiredService<WebOptions>().LargestUpload);
        api.MapModels();
        api.MapJobs();
    }

    private static ServiceCredentials CredentialsOf(ServiceTrust trust) => new(trust.Key, trust.Authorities);
}
