using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using MicroGenre.Client.Channels;
using MicroGenre.Contracts;
using MicroGenre.Web.Example;
using MicroGenre.Web.Http;
using MicroGenre.Web.Jobs;
using MicroGenre.Web.Library;
using MicroGenre.Web.Models;
using MicroGenre.Web.Tracks;
using Microsoft.AspNetCore.Mvc;

namespace MicroGenre.Web;

/// <summary>Registers and maps the web server.</summary>
public static class Extensions
{
    private const string Api = "/api";

    // Maximum size of requests that are not uploads, in bytes.
    private const long LongestOrder = 1024 * 1024;

    /// <summary>Adds the server's components, mainly clients of the services.</summary>
    public static void AddWeb(this IHostApplicationBuilder builder)
    {
        builder.Services
            .AddSingleton(builder.ReadSettings<WebOptions>(WebOptions.Section))
            .AddSingleton<SetQuestions>()
            .AddSingleton<TrackParts>();
        // The message says which parameter is wrong.
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(services => CredentialsOf(services.GetRequiredService<ServiceTrust>()));
        builder.Services.AddServiceClient<Classifier.ClassifierClient>("inference");
        builder.Services.AddServiceClient<ModelControl.ModelControlClient>("inference");
        builder.Services.AddServiceClient<TrackSegmenter.TrackSegmenterClient>("segmenting");
        builder.Services.AddServiceClient<FeatureExtractor.FeatureExtractorClient>("feature-extraction");
        builder.Services.AddServiceClient<Trainer.TrainerClient>("training");
        builder.Services.AddServiceClient<Teacher.TeacherClient>("training");
        builder.Services.AddServiceClient<Collector.CollectorClient>("collecting");
    }

    /// <summary>Maps the page's files and endpoints.</summary>
    public static void MapWeb(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase), api => api.UseMiddleware<Problems>());
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // Revalidated on every request and sent again only when changed: a new page never meets old scripts.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });

        var api = app.MapGroup(Api).WithMetadata(new RequestSizeLimitAttribute(LongestOrder));
        api.MapGet("/settings", (WebOptions options) => new { options.LargestUpload });
        api.MapTracks(app.Services.GetRequiredService<WebOptions>().LargestUpload);
        api.MapPictures();
        api.MapModels();
        api.MapTeaching(app.Services.GetRequiredService<WebOptions>().LargestUpload);
        api.MapJobs();
        api.MapLibrary();
        api.MapExample();
    }

    private static ServiceCredentials CredentialsOf(ServiceTrust trust) => new(trust.Key, trust.Authorities);
}
