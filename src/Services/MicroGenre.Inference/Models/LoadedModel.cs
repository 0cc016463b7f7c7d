using MicroGenre.Learning;

namespace MicroGenre.Inference.Models;

/// <summary>A model in memory. It leaves when it has been unloaded and the last of those who were using it is done.</summary>
public sealed class LoadedModel(GenreModel model)
{
    private int _users = 1;

    /// <summary>The model's card.</summary>
    public ModelCard Card => model.Card;

    /// <summary>The model; only for those who hold a <see cref="Lease"/>.</summary>
    public GenreModel Model => model;

    /// <summary>Takes the model into use; <see langword="null"/> when it has left already.</summary>
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

    /// <summary>Lets the model leave as soon as nobody uses it. Called once.</summary>
    public void Unload() => Release();

    private void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            model.Dispose();
        }
    }

    /// <summary>The use of a model: as long as it lasts, the model stays.</summary>
    public sealed class Lease : IDisposable
    {
        private LoadedModel? _model;

        internal Lease(LoadedModel model) => (Loaded, _model) = (model, model);

        /// <summary>The model in use.</summary>
        public LoadedModel Loaded { get; }

        /// <summary>Another use of the same model.</summary>
        public Lease Share() => Loaded.TryRent() ?? throw new ObjectDisposedException(nameof(Lease));

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Exchange(ref _model, null)?.Release();
    }
}
