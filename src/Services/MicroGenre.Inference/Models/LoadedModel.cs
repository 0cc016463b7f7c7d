using MicroGenre.Learning;

namespace MicroGenre.Inference.Models;

/// <summary>A model in memory. It is disposed after it has been unloaded and the last lease has ended.</summary>
public sealed class LoadedModel(GenreModel model)
{
    private int _users = 1;

    /// <summary>The model's card.</summary>
    public ModelCard Card => model.Card;

    /// <summary>The model; use it only while holding a <see cref="Lease"/>.</summary>
    public GenreModel Model => model;

    /// <summary>Takes a lease; <see langword="null"/> if the model has already been disposed.</summary>
    public Lease? TryRent()
    {
        var users = Volatile.Read(ref _users);
        while (users > 0)
        {
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return new Lease(this);
            }

            users = seen;
        }

        return null;
    }

    /// <summary>Disposes the model as soon as no lease is left. Call it once.</summary>
    public void Unload() => Release();

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            model.Dispose();
        }
    }

    /// <summary>A lease on a model: the model stays in memory until the lease is disposed.</summary>
    public sealed class Lease : IDisposable
    {
        private LoadedModel? _model;

        internal Lease(LoadedModel model) => (Loaded, _model) = (model, model);

        /// <summary>The leased model.</summary>
        public LoadedModel Loaded { get; }

        /// <summary>Takes another lease on the same model.</summary>
        public Lease Share() => Loaded.TryRent() ?? throw new ObjectDisposedException(nameof(Lease));

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _model, null)?.Release();
    }
}
