using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MicroGenre.Web.Jobs;

/// <summary>Maps the endpoints for training jobs.</summary>
internal static class JobEndpoints
{
    private static readonly AsksService Training = new("training");

    /// <summary>Maps <c>/jobs</c>, <c>/recipes</c> and <c>/folders</c>.</summary>
    public static void MapJobs(this IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("").WithMetadata(Training);
        jobs.MapGet("/jobs", ListAsync);
        jobs.MapPost("/jobs", StartAsync).RequireAuthorization(Rights.Control);
        jobs.MapPost("/jobs/{job}/cancel", CancelAsync).RequireAuthorization(Rights.Control);
        jobs.MapPost("/jobs/{job}/resume", ResumeAsync).RequireAuthorization(Rights.Control);
        jobs.MapGet("/jobs/{job}/events", Watch);
        jobs.MapGet("/recipes", RecipesAsync);
        jobs.MapGet("/folders", FoldersAsync);
    }

    private static async Task<IResult> ListAsync(Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.ListJobsAsync(new ListJobsRequest(), options.Answer(cancellation)));

    private static async Task<IResult> RecipesAsync(Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.ListRecipesAsync(new ListRecipesRequest(), options.Answer(cancellation)));

    private static async Task<IResult> FoldersAsync(Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.ListFoldersAsync(new ListFoldersRequest(), options.Answer(cancellation)));

    private static async Task<IResult> CancelAsync(
        string job, Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(
            await client.CancelAsync(new CancelRequest { Job = job }, options.Answer(cancellation)));

    /// <summary>Starts a detached job and returns its first event, which contains its ID.</summary>
    private static async Task<IResult> StartAsync(
        HttpRequest request, Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation)
    {
        var order = await ContractJson.ReadAsync<TrainRequest>(request);
        order.Detached = true;
        using var call = client.Train(order, options.Answer(cancellation));
        return await FirstOfAsync(call, cancellation);
    }

    /// <summary>Has a job go on from its checkpoint whoever looks, and answers with its next event.</summary>
    private static async Task<IResult> ResumeAsync(
        string job, Trainer.TrainerClient client, WebOptions options, CancellationToken cancellation)
    {
        using var call = client.Resume(new ResumeRequest { Job = job, Detached = true }, options.Answer(cancellation));
        return await FirstOfAsync(call, cancellation);
    }

    private static async Task<IResult> FirstOfAsync(AsyncServerStreamingCall<TrainEvent> call, CancellationToken cancellation) =>
        await call.ResponseStream.MoveNext(cancellation)
            ? ContractJson.Result(call.ResponseStream.Current)
            : throw new RpcException(new Status(StatusCode.Internal, "the job ended before it began."));

    /// <summary>Streams a job's events. A browser that reconnects continues after the last event it received.</summary>
    private static ServerSentEventsResult<string> Watch(
        string job, HttpRequest request, Trainer.TrainerClient client, IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        _ = ulong.TryParse(request.Headers["Last-Event-ID"], out var seen);
        return TypedResults.ServerSentEvents(
            FollowAsync(new WatchRequest { Job = job, After = seen }, client, lifetime.ApplicationStopping, cancellation));
    }

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        WatchRequest request, Trainer.TrainerClient client, CancellationToken stopping,
            [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        using var call = client.Watch(request, cancellationToken: either.Token);
        await foreach (var happened in call.ResponseStream.EventsAsync(one => one.Sequence.ToString(), either.Token))
        {
            yield return happened;
        }
    }
}
