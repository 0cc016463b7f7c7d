using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Contracts.Serving;
using MicroGenre.Learning;
using MicroGenre.Training.Jobs;

namespace MicroGenre.Training;

/// <summary>Answers the calls of <c>microgenre.v1.Trainer</c>.</summary>
public sealed class TrainerService(TrainingJobs jobs, DataRoot root) : Trainer.TrainerBase
{
    /// <inheritdoc/>
    public override async Task Train(TrainRequest request, IServerStreamWriter<TrainEvent> responseStream, ServerCallContext context)
    {
        var order = await LibraryStatuses.TranslateAsync(() => Task.Run(() => TrainingOrder.Of(request, root), context.CancellationToken));
        var job = jobs.Add(order);
        try
        {
            await foreach (var happened in job.FollowAsync(context.CancellationToken))
            {
                await responseStream.WriteAsync(happened, context.CancellationToken);
            }
        }
        finally
        {
            if (!request.Detached)
            {
                job.Cancel();
            }
        }
    }

    /// <inheritdoc/>
    public override Task<ListRecipesReply> ListRecipes(ListRecipesRequest request, ServerCallContext context)
    {
        var reply = new ListRecipesReply();
        reply.Recipes.AddRange(RecipeCatalog.All.Select(recipe => new RecipeInfo { Name = recipe.Name, Description = recipe.Description, Json = recipe.ToJson() }));
        return Task.FromResult(reply);
    }
}
