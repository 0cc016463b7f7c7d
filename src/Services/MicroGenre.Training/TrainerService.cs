using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Serving.Data;
using MicroGenre.Training.Jobs;
using Microsoft.AspNetCore.Authorization;

namespace MicroGenre.Training;

/// <summary>Implements <c>microgenre.v1.Trainer</c>.</summary>
public sealed class TrainerService(JobQueue jobs, DataRoot root) : Trainer.TrainerBase
{
    private const int MostFolders = 100;

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task Train(TrainRequest request, IServerStreamWriter<TrainEvent> responseStream, ServerCallContext context)
    {
        var job = await Task.Run(() => jobs.Add(request, TrainingOrder.Of(request, root)), context.CancellationToken);
        await LeadAsync(job, after: 0, request.Detached, responseStream, context);
    }

    /// <inheritdoc/>
    public override Task Watch(WatchRequest request, IServerStreamWriter<TrainEvent> responseStream, ServerCallContext context) =>
        FollowAsync(jobs.Find(request.Job), request.After, responseStream, context.CancellationToken);

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<JobInfo> Cancel(CancelRequest request, ServerCallContext context)
    {
        var job = jobs.Find(request.Job);
        job.Cancel();
        await job.Over.WaitAsync(context.CancellationToken);
        return job.Info();
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task Resume(ResumeRequest request, IServerStreamWriter<TrainEvent> responseStream, ServerCallContext context)
    {
        var seen = jobs.Find(request.Job).Info().LastSequence;
        var job = jobs.Resume(request.Job, request.Detached);
        await LeadAsync(job, seen, request.Detached, responseStream, context);
    }

    /// <inheritdoc/>
    public override Task<ListJobsReply> ListJobs(ListJobsRequest request, ServerCallContext context)
    {
        var reply = new ListJobsReply();
        reply.Jobs.AddRange(jobs.List());
        return Task.FromResult(reply);
    }

    /// <inheritdoc/>
    public override Task<JobInfo> GetJob(GetJobRequest request, ServerCallContext context) =>
        Task.FromResult(jobs.Find(request.Job).Info());

    /// <inheritdoc/>
    public override Task<ListRecipesReply> ListRecipes(ListRecipesRequest request, ServerCallContext context)
    {
        var reply = new ListRecipesReply();
        reply.Recipes.AddRange(
            RecipeCatalog.All.Select(recipe => new RecipeInfo
            {
                Name = recipe.Name,
                Description = recipe.Description,
                Json = recipe.ToJson(),
                Epochs = recipe.TrainsInEpochs ? recipe.Training.Epochs : 0,
            }));
        return Task.FromResult(reply);
    }

    /// <inheritdoc/>
    public override async Task<ListFoldersReply> ListFolders(ListFoldersRequest request, ServerCallContext context)
    {
        var reply = new ListFoldersReply();
        reply.Folders.AddRange(
            (await Task.Run(() => GenreFolders.Below(root.Folder(".", "data"), MostFolders), context.CancellationToken))
            .Select(found => new FolderInfo { Folder = found.Folder, Genres = { found.Tracks.Keys }, Tracks = { found.Tracks.Values } }));
        return reply;
    }

    /// <summary>Follows a job that the call started. The job ends with the call unless it is detached.</summary>
    private static async Task LeadAsync(
        TrainingJob job, ulong after, bool detached, IServerStreamWriter<TrainEvent> stream, ServerCallContext context)
    {
        if (detached)
        {
            context.GoesOn($"job {job.Id}");
        }

        try
        {
            await FollowAsync(job, after, stream, context.CancellationToken);
        }
        finally
        {
            if (!detached)
            {
                job.Cancel();
            }
        }
    }

    private static async Task FollowAsync(
        TrainingJob job, ulong after, IServerStreamWriter<TrainEvent> stream, CancellationToken cancellation)
    {
        await foreach (var happened in job.FollowAsync(after, cancellation))
        {
            await stream.WriteAsync(happened, cancellation);
        }
    }
}
