using System.Globalization;
using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Jobs;

/// <summary>Maps the endpoints for training jobs.</summary>
internal static class JobEndpoints
{
    /// <summary>Maps <c>/jobs</c>, <c>/recipes</c> and <c>/folders</c>.</summary>
    public static void MapJobs(this IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("").WithMetadata(new AsksService("training")).WithTags("Jobs");
        jobs.MapGet("/jobs", ListAsync).Calls(Trainer.Descriptor, "ListJobs");
        jobs.MapPost("/jobs", StartAsync).Calls(Trainer.Descriptor, "Train", "StartJob").RequireAuthorization(Rights.Control)
            .WithSummary("Starts a job, which trains a model whether anybody watches it or not.")
            .WithDescription("The reply is the job's first event, which has its ID.");
        jobs.MapGet("/jobs/{job}", GetAsync).Calls(Trainer.Descriptor, "GetJob");
        jobs.MapPost("/jobs/{job}/cancel", CancelAsync).Calls(Trainer.Descriptor, "Cancel", "CancelJob")
            .RequireAuthorization(Rights.Control);
        jobs.MapPost("/jobs/{job}/resume", ResumeAsync).Calls(Trainer.Descriptor, "Resume", "ResumeJob")
            .RequireAuthorization(Rights.Control)
            .WithSummary("Continues a cancelled or failed job from its checkpoint, whether anybody watches it or not.")
            .WithDescription("The result is the same as without the interruption. The reply is the job's next event.");
        jobs.MapGet("/jobs/{job}/events", Watch).Calls(Trainer.Descriptor, "Watch", "WatchJob");
        jobs.MapGet("/recipes", RecipesAsync).Calls(Trainer.Descriptor, "ListRecipes");
        jobs.MapGet("/folders", FoldersAsync).Calls(Trainer.Descriptor, "ListFolders");
    }

    private static Task<Reply<ListJobsReply>> ListAsync(
        Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.ListJobsAsync(new ListJobsRequest(), options.Answer(cancellation)));

    private static Task<Reply<JobInfo>> GetAsync(
        string job, Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.GetJobAsync(new GetJobRequest { Job = job }, options.Answer(cancellation)));

    private static Task<Reply<ListRecipesReply>> RecipesAsync(
        Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.ListRecipesAsync(new ListRecipesRequest(), options.Answer(cancellation)));

    private static Task<Reply<ListFoldersReply>> FoldersAsync(
        Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.ListFoldersAsync(new ListFoldersRequest(), options.Answer(cancellation)));

    private static Task<Reply<JobInfo>> CancelAsync(
        string job, Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.CancelAsync(new CancelRequest { Job = job }, options.Answer(cancellation)));

    /// <summary>Starts a detached job and returns its first event, which contains its ID.</summary>
    private static async Task<Reply<TrainEvent>> StartAsync(
        Body<TrainRequest> order, Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation)
    {
        order.Message.Detached = true;
        using var call = client.Train(order.Message, options.Answer(cancellation));
        return await Reply.FirstOfAsync(call.ResponseStream, cancellation);
    }

    /// <summary>Has a job go on from its checkpoint whoever looks, and answers with its next event.</summary>
    private static async Task<Reply<TrainEvent>> ResumeAsync(
        string job, Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation)
    {
        using var call = client.Resume(new ResumeRequest { Job = job, Detached = true }, options.Answer(cancellation));
        return await Reply.FirstOfAsync(call.ResponseStream, cancellation);
    }

    /// <summary>Streams a job's events after <c>?after=</c>. A browser that reconnects continues after the last one it received.</summary>
    private static Events<TrainEvent> Watch(string job, ulong? after, HttpRequest request, Trainer.TrainerClient client)
    {
        var seen = ulong.TryParse(request.Headers["Last-Event-ID"], out var last) ? last : after ?? 0;
        return new Events<TrainEvent>(
            token => client.Watch(new WatchRequest { Job = job, After = seen }, cancellationToken: token),
            happened => happened.Sequence.ToString(CultureInfo.InvariantCulture));
    }
}
