using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Evaluation.Pipelines;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;

namespace MicroGenre.Training.Jobs;

/// <summary>A validated request for a training.</summary>
/// <param name="Model">The name of the model.</param>
/// <param name="Recipe">The recipe, with the request's seed and epochs.</param>
/// <param name="Data">The training tracks.</param>
/// <param name="Validation">The validation tracks; <see langword="null"/> to hold some training tracks out.</param>
/// <param name="HoldOut">The share of tracks to hold out.</param>
/// <param name="Grid">Settings to search first.</param>
/// <param name="Folds">Number of folds of the search.</param>
/// <param name="CrossCalibrate">Whether to calibrate each part of the data on the others.</param>
public sealed record TrainingOrder(
    string Model, Recipe Recipe, LabelledData Data, LabelledData? Validation, double HoldOut, ParameterGrid? Grid, int Folds,
        bool CrossCalibrate)
{
    private const int FewestParts = 2;

    /// <summary>Validates a request and locates its data.</summary>
    /// <exception cref="Grpc.Core.RpcException">A field is invalid.</exception>
    /// <exception cref="UnknownRecipeException">The recipe does not exist.</exception>
    /// <exception cref="InvalidRecipeException">The request's own recipe is not valid.</exception>
    /// <exception cref="DataSetException">A folder contains no labelled audio.</exception>
    public static TrainingOrder Of(TrainRequest request, DataRoot root)
    {
        ArgumentNullException.ThrowIfNull(request);
        ModelNames.Check(request.Model, "model");
        if (request is { HasEpochs: true, Epochs: < 1 })
        {
            throw RpcErrors.InvalidArgument($"epochs: {request.Epochs} is too few; at least 1 is needed.");
        }

        var holdOut = request.HasHoldOut ? request.HoldOut : TrainingPlan.DefaultHoldOut;
        if (holdOut is not (>= 0 and < 1))
        {
            throw RpcErrors.InvalidArgument($"hold_out: {holdOut} must be at least 0 and below 1.");
        }

        var folds = request.HasFolds ? request.Folds : TrainingPlan.DefaultFolds;
        if (folds < FewestParts)
        {
            throw RpcErrors.InvalidArgument($"folds: {folds} is too few; at least {FewestParts} are needed.");
        }

        var recipe = RecipeOf(request);
        var grid = request.GridJson.Length > 0 ? ParameterGrid.FromJson(request.GridJson, "grid_json") : null;
        var data = LabelledData.Open(request.Data, root, "data");
        if (request.CrossCalibrate && (data.Parts < FewestParts || request.Validation is not null || holdOut > 0))
        {
            throw RpcErrors.InvalidArgument("cross_calibrate: it needs data of several parts, hold_out 0, and no validation.");
        }

        return new TrainingOrder(
            request.Model,
            (request.HasEpochs ? recipe.WithEpochs(request.Epochs) : recipe) with { Seed = request.HasSeed ? request.Seed : recipe.Seed },
            data,
            request.Validation is null ? null : LabelledData.Open(request.Validation, root, "validation"),
            holdOut,
            grid,
            folds,
            request.CrossCalibrate);
    }

    /// <summary>Converts the order to a plan for the libraries.</summary>
    /// <param name="features">Returns the features of audio tracks.</param>
    /// <param name="machine">How to use the machine.</param>
    public TrainingPlan ToPlan(TrackFeatures features, TrainingOptions machine) => new()
    {
        Model = Model,
        Recipe = Recipe,
        Tracks = (settings, copies, genres, progress, cancellation) =>
            Data.Load(settings, genres, progress, features, copies, cancellation),
        Validation = Validation is { } validation ? (settings, copies, genres, progress, cancellation) =>
            validation.Load(settings, genres, progress, features, copies, cancellation) : null,
        HoldOut = HoldOut,
        Grid = Grid,
        Folds = Folds,
        Parts = CrossCalibrate ? Data.LoadParts : null,
        Machine = machine,
    };

    // Only names of built-in recipes: a request must never make the service read a recipe file.
    private static Recipe RecipeOf(TrainRequest request) => request.RecipeSourceCase switch
    {
        TrainRequest.RecipeSourceOneofCase.RecipeJson => Recipe.FromJson(request.RecipeJson, "recipe_json"),
        TrainRequest.RecipeSourceOneofCase.Recipe =>
            RecipeCatalog.All.FirstOrDefault(recipe => string.Equals(recipe.Name, request.Recipe, StringComparison.OrdinalIgnoreCase))
            ?? throw RpcErrors.NotFound(
                $"recipe: there is no '{request.Recipe}'; "
                + $"{NearestNames.Describe(request.Recipe, [.. RecipeCatalog.All.Select(recipe => recipe.Name)])}."),
        _ => throw RpcErrors.InvalidArgument("recipe: give a recipe's name or its JSON."),
    };
}
