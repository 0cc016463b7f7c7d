using MicroGenre.Contracts;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Splits;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;

namespace MicroGenre.Training.Jobs;

/// <summary>What is to be trained: a request that has been checked.</summary>
/// <param name="Model">The name the model gets.</param>
/// <param name="Recipe">The recipe, with the request's own seed and epochs.</param>
/// <param name="Data">The tracks to learn from.</param>
/// <param name="Validation">The tracks to choose by; <see langword="null"/> to hold some out.</param>
/// <param name="HoldOut">The part of the tracks to hold out.</param>
public sealed record TrainingOrder(string Model, Recipe Recipe, LabelledData Data, LabelledData? Validation, double HoldOut)
{
    private const int LongestName = 64;
    private const double DefaultHoldOut = 0.2;

    /// <summary>Checks a request and finds what it names.</summary>
    /// <exception cref="Grpc.Core.RpcException">A field is wrong.</exception>
    /// <exception cref="UnknownRecipeException">There is no recipe of that name.</exception>
    /// <exception cref="InvalidRecipeException">The request's own recipe cannot be used.</exception>
    /// <exception cref="DataSetException">A folder holds no labelled audio.</exception>
    public static TrainingOrder Of(TrainRequest request, DataRoot root)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!ModelRepository.IsName(request.Model) || request.Model.Length > LongestName)
        {
            throw RpcErrors.InvalidArgument($"model: '{request.Model}' is no name for a model; use up to {LongestName} letters, digits, dots, dashes and underscores, not a dot first.");
        }

        if (request is { HasEpochs: true, Epochs: < 1 })
        {
            throw RpcErrors.InvalidArgument($"epochs: {request.Epochs} is too few; at least 1 is needed.");
        }

        var holdOut = request.HasHoldOut ? request.HoldOut : DefaultHoldOut;
        if (holdOut is not (>= 0 and < 1))
        {
            throw RpcErrors.InvalidArgument($"hold_out: {holdOut} is not from 0 to below 1.");
        }

        var recipe = RecipeOf(request);
        return new TrainingOrder(
            request.Model,
            (request.HasEpochs ? recipe.WithEpochs(request.Epochs) : recipe) with { Seed = request.HasSeed ? request.Seed : recipe.Seed },
            LabelledData.Open(request.Data, root, "data"),
            request.Validation is null ? null : LabelledData.Open(request.Validation, root, "validation"),
            holdOut);
    }

    /// <summary>Reads the tracks.</summary>
    /// <param name="features">Gives the features of tracks of audio.</param>
    /// <param name="skipped">Told of tracks that cannot be read.</param>
    /// <param name="progress">Told after each track.</param>
    /// <param name="cancellation">Stops between tracks.</param>
    /// <exception cref="DataSetException">No track can be read, or the data are not what they should be.</exception>
    public HoldOut Load(TrackFeatures features, Action<SkippedTrack> skipped, IProgress<TrackProgress> progress, CancellationToken cancellation)
    {
        var data = Data.Load(Recipe.Features, null, progress, features, cancellation);
        var validation = Validation?.Load(Recipe.Features, data.Tracks.Genres, progress, features, cancellation);
        foreach (var track in data.Skipped.Concat(validation?.Skipped ?? []))
        {
            skipped(new SkippedTrack { Track = track.Track, Reason = track.Reason });
        }

        return validation is null
            ? Evaluation.Splits.HoldOut.Of(data.Tracks, HoldOut, Recipe.Seed)
            : new HoldOut(data.Tracks, validation.Tracks);
    }

    // Only names that come with the library: a request never makes the service read a recipe file.
    private static Recipe RecipeOf(TrainRequest request) => request.RecipeSourceCase switch
    {
        TrainRequest.RecipeSourceOneofCase.RecipeJson => Recipe.FromJson(request.RecipeJson, "recipe_json"),
        TrainRequest.RecipeSourceOneofCase.Recipe => RecipeCatalog.All.FirstOrDefault(recipe => string.Equals(recipe.Name, request.Recipe, StringComparison.OrdinalIgnoreCase))
            ?? throw RpcErrors.NotFound($"recipe: there is no '{request.Recipe}'; {NearestNames.Describe(request.Recipe, [.. RecipeCatalog.All.Select(recipe => recipe.Name)])}."),
        _ => throw RpcErrors.InvalidArgument("recipe: neither a recipe's name nor one as JSON is given."),
    };
}
