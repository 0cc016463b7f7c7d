using Aspire.ServiceDefaults.Security;
using Aspire.ServiceDefaults.Settings;
using Grpc.AspNetCore.Server;
using MicroGenre.Client.Channels;
using MicroGenre.Contracts;
using MicroGenre.Web.Example;
using MicroGenre.Web.Http;
using MicroGenre.Web.Jobs;
using MicroGenre.Web.Library;
using MicroGenre.Web.Models;
using MicroGenre.Web.OpenApi;
using MicroGenre.Web.Subsonic;
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
            .AddSingleton<TrackParts>()
            .AddSingleton<IStartupFilter, SubsonicKeys>();
        // The message says which parameter is wrong.
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.AddSingleton(services => CredentialsOf(services.GetRequiredService<ServiceTrust>()));
        // Otherwise gRPC takes every path of two segments for a service's method, and hides which HTTP methods the path has.
        builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.IgnoreUnknownServices = true);
        builder.Services.AddApiDocument();
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
        app.UseWhen(IsApi, branch => branch.UseMiddleware<Problems>());
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions
        {
            // Revalidated on every request and sent again only when changed: a new page never meets old scripts.
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
        });

        var api = app.MapGroup(Api).WithMetadata(new RequestSizeLimitAttribute(LongestOrder));
        var largestUpload = app.Services.GetRequiredService<WebOptions>().LargestUpload;
        api.MapGet("/settings", (WebOptions options) => new WebSettings(options.LargestUpload))
            .WithName("GetSettings").WithTags("Tracks").WithSummary("What callers need to know beforehand.");
        api.MapTracks(largestUpload);
        api.MapClassifying(largestUpload);
        api.MapPictures();
        api.MapModels();
        api.MapGenres();
        api.MapTeaching(largestUpload);
        api.MapJobs();
        api.MapLibrary();
        api.MapExample();
        app.MapApiDocument();
        app.MapSubsonic();
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase)
        || http.Request.Path.StartsWithSegments(SubsonicEndpoints.Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>What callers need to know.</summary>
    /// <param name="LargestUpload">The longest upload, in bytes.</param>
    private sealed record WebSettings(long LargestUpload);

    private static ServiceCredentials CredentialsOf(ServiceTrust trust) => new(trust.Key, trust.Authorities);
}
