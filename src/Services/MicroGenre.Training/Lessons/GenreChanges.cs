using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Training.Lessons;

/// <summary>Changes genres of models in the repository: one change after the other, so that none overwrites another.</summary>
public sealed class GenreChanges(ModelRepository models) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Loads the model that a request wants to change.</summary>
    /// <exception cref="Grpc.Core.RpcException">A field is invalid.</exception>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    public Task<GenreModel> LoadAsync(ModelChange? change, CancellationToken cancellation)
    {
        var known = Check(change);
        return Task.Run(() => Load(known), cancellation);
    }

    /// <summary>Changes a model, and saves what comes of it.</summary>
    /// <param name="change">Which model, and where the result goes.</param>
    /// <param name="apply">Makes the changed model.</param>
    /// <param name="cancellation">Gives up waiting for other changes.</param>
    /// <returns>The card of the new version.</returns>
    /// <exception cref="Grpc.Core.RpcException">A field is invalid.</exception>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="TeachingException">The model cannot be changed so.</exception>
    public Task<ModelCard> ApplyAsync(ModelChange? change, Func<GenreModel, GenreModel> apply, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(apply);
        var known = Check(change);
        return InTurnAsync(
            () =>
            {
                using var before = Load(known);
                using var after = apply(before);
                return models.Save(known.SaveAs.Length > 0 ? known.SaveAs : known.Model, after);
            },
            cancellation);
    }

    /// <summary>Takes the last change of a model back.</summary>
    /// <returns>The card of the new version.</returns>
    /// <exception cref="UnknownModelException">There is no such model.</exception>
    /// <exception cref="TeachingException">There is nothing to take back.</exception>
    public Task<ModelCard> UndoAsync(string model, CancellationToken cancellation) =>
        InTurnAsync(() => models.Undo(model), cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static ModelChange Check(ModelChange? change)
    {
        if (change is null or { Model: "" })
        {
            throw RpcErrors.InvalidArgument("change.model: missing.");
        }

        if (change.SaveAs.Length > 0)
        {
            ModelNames.Check(change.SaveAs, "change.save_as");
        }

        return change.Version >= 0 ? change
            : throw RpcErrors.InvalidArgument($"change.version: {change.Version} is not a valid version; versions count from 1.");
    }

    private GenreModel Load(ModelChange change) => models.Load(change.Model, change.Version > 0 ? change.Version : null);

    private async Task<ModelCard> InTurnAsync(Func<ModelCard> change, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(change, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }
}
