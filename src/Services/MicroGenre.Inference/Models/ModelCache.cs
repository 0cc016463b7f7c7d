using System.Diagnostics.CodeAnalysis;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Inference.Models;

/// <summary>A model of the repository and its state in this service.</summary>
/// <param name="Card">The model's card.</param>
/// <param name="State">Whether it serves requests.</param>
/// <param name="Problem">Why it could not be loaded; empty if it could.</param>
/// <param name="IsDefault">Whether it serves requests that name no model.</param>
public sealed record ModelStatus(ModelCard Card, ModelState State, string Problem, bool IsDefault);

/// <summary>
/// The models that serve requests. The default model is loaded at startup, others on first use. A newer version of a model in use replaces
/// the older one once it has been loaded and tested, without dropping a request. A version that cannot be loaded is skipped until the
/// repository changes. A <see cref="ServingPlan"/> overrides these rules.
/// </summary>
public sealed partial class ModelCache(
    ModelRepository repository, ModelLoader loader, InferenceOptions options, ILogger<ModelCache> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _changing = new(1);
    private readonly SortedDictionary<(string Name, int Version), Slot> _slots = [];
    private readonly Dictionary<string, Slot> _current = new(StringComparer.Ordinal);
    private RepositoryStamp? _seen;
    private ServingPlan _plan = ServingPlan.Empty;
    private long _clock;

    /// <summary>Lists the models of the repository by name, newest version first.</summary>
    public IReadOnlyList<ModelStatus> List()
    {
        lock (_lock)
        {
            return [.. _slots.Values
                .OrderBy(slot => slot.Card.Name, StringComparer.Ordinal)
                .ThenByDescending(slot => slot.Card.Version)
                .Select(slot => slot.Status(_current.GetValueOrDefault(DefaultName) == slot))];
        }
    }

    /// <summary>The current serving plan.</summary>
    public ServingPlan CurrentPlan()
    {
        lock (_lock)
        {
            return _plan with { DefaultModel = DefaultName };
        }
    }

    /// <summary>Sets the model for requests that name none; <see langword="null"/> for the service's own setting.</summary>
    /// <exception cref="Grpc.Core.RpcException">The model does not exist or cannot be loaded. Nothing changes.</exception>
    public async Task SetDefaultAsync(string? name, CancellationToken cancellation)
    {
        if (name is not null)
        {
            (await RentAsync(name, 0, cancellation)).Dispose();
        }

        await DecideAsync(plan => plan with { DefaultModel = name }, cancellation);
    }

    /// <summary>Pins a version of a model, even if there are newer ones; 0 for the newest.</summary>
    /// <exception cref="Grpc.Core.RpcException">The version does not exist or cannot be loaded. Nothing changes.</exception>
    public async Task PinAsync(string name, int version, CancellationToken cancellation)
    {
        (await RentAsync(name, version, cancellation)).Dispose();
        await DecideAsync(plan => plan.WithPin(name, version), cancellation);
    }

    /// <summary>Unloads a model until it is requested again.</summary>
    /// <returns>Number of unloaded versions.</returns>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: the model does not exist.</exception>
    public int Unload(string name, int version)
    {
        lock (_lock)
        {
            var slots = Candidates(name, version, isDefault: false).Where(slot => slot.Model is not null).ToList();
            foreach (var slot in slots)
            {
                slot.Unload();
                if (_current.GetValueOrDefault(name) == slot)
                {
                    _current.Remove(name);
                }
            }

            return slots.Count;
        }
    }

    /// <summary>
    /// Whether a model can serve requests (even if it was unloaded and will be reloaded on demand), and whether one is being loaded.
    /// </summary>
    public (bool Ready, bool Loading) State()
    {
        lock (_lock)
        {
            return (_slots.Values.Any(slot => slot.Answers), _seen is null || _slots.Values.Any(slot => slot.Loading));
        }
    }

    /// <summary>Rents a model, and loads it if necessary.</summary>
    /// <param name="name">The model's name; empty for the default model.</param>
    /// <param name="version">The version; 0 for the newest that can be loaded.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: the model does not exist. FAILED_PRECONDITION: it cannot be loaded, or there is
    /// no default model.</exception>
    public async Task<LoadedModel.Lease> RentAsync(string name, int version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (TryRent(NameOf(name), version) is { } ready)
        {
            return ready;
        }

        await _changing.WaitAsync(cancellation);
        try
        {
            Synchronize();
            var wanted = NameOf(name);
            var problem = "";
            foreach (var slot in Candidates(wanted, version, isDefault: name.Length == 0))
            {
                await LoadAsync(slot);
                if (slot.Model?.TryRent() is { } lease)
                {
                    Use(slot, current: version == 0);
                    return lease;
                }

                problem = problem.Length > 0 ? problem : slot.Problem;
            }

            throw RpcErrors.FailedPrecondition($"Model '{wanted}' cannot be loaded: {problem}");
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Checks the repository and updates the models in use to their newest versions.</summary>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        if (!RepositoryStamp.Of(repository.Root).Equals(_seen))
        {
            await UpdateAsync(cancellation);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var slot in _slots.Values)
            {
                slot.Unload();
            }

            _slots.Clear();
            _current.Clear();
        }

        _changing.Dispose();
    }

    private string DefaultName => _plan.DefaultModel ?? options.DefaultModel;

    private string NameOf(string requested) => requested.Length > 0 ? requested : DefaultName;

    private async Task UpdateAsync(CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            Synchronize();
            foreach (var name in NamesInUse())
            {
                foreach (var slot in BetterThanCurrent(name))
                {
                    await LoadAsync(slot);
                    if (slot.Model is not null)
                    {
                        Use(slot, current: true);
                        LogLive(logger, slot.Card.Name, slot.Card.Version);
                        break;
                    }
                }
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    private async Task DecideAsync(Func<ServingPlan, ServingPlan> change, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            change(ReadPlan()).Write(repository.Root);
        }
        finally
        {
            _changing.Release();
        }

        // Another refresh may have seen the new plan already, and still be loading for it.
        await UpdateAsync(cancellation);
    }

    private LoadedModel.Lease? TryRent(string name, int version)
    {
        lock (_lock)
        {
            var slot = version == 0 ? _current.GetValueOrDefault(name) : _slots.GetValueOrDefault((name, version));
            if (slot?.Model?.TryRent() is not { } lease)
            {
                return null;
            }

            slot.LastUse = ++_clock;
            return lease;
        }
    }

    /// <summary>Synchronises the slots with the repository.</summary>
    private void Synchronize()
    {
        // The stamp is taken first, so that changes while the cards are read are noticed the next time.
        var stamp = RepositoryStamp.Of(repository.Root);
        if (stamp.Equals(_seen))
        {
            return;
        }

        var cards = repository.List().ToDictionary(card => (card.Name, card.Version));
        var plan = ReadPlan();
        lock (_lock)
        {
            foreach (var (key, slot) in _slots.ToList())
            {
                if (!cards.TryGetValue(key, out var card) || card.Created != slot.Card.Created)
                {
                    slot.Unload();
                    _slots.Remove(key);
                    if (_current.GetValueOrDefault(key.Name) == slot)
                    {
                        _current.Remove(key.Name);
                    }
                }
                else if (slot.Model is null)
                {
                    slot.Problem = "";
                }
            }

            foreach (var (key, card) in cards)
            {
                _slots.TryAdd(key, new Slot(card));
            }

            _plan = plan;
            _seen = stamp;
        }
    }

    /// <summary>Reads the plan in the repository; if it is invalid, keeps the previous one.</summary>
    private ServingPlan ReadPlan()
    {
        try
        {
            return ServingPlan.Read(repository.Root);
        }
        catch (InvalidDataException e)
        {
            LogNoPlan(logger, e.Message);
            return _plan;
        }
    }

    private List<Slot> Candidates(string name, int version, bool isDefault)
    {
        lock (_lock)
        {
            var chosen = version != 0 ? version : _plan.Pins.GetValueOrDefault(name);
            var slots = SlotsOf(name).Where(slot => chosen == 0 || slot.Card.Version == chosen).ToList();
            if (slots.Count > 0)
            {
                return slots;
            }

            var versions = string.Join(", ", SlotsOf(name).Select(slot => slot.Card.Version));
            if (versions.Length > 0)
            {
                throw RpcErrors.NotFound($"Model '{name}' has no version {chosen}; it has: {versions}.");
            }

            var known = string.Join(", ", _slots.Keys.Select(key => key.Name).Distinct(StringComparer.Ordinal));
            var there = known.Length > 0 ? $"known are: {known}" : "there are none";
            if (isDefault)
            {
                throw RpcErrors.FailedPrecondition($"The default model '{name}' is not in the repository; {there}.");
            }

            throw RpcErrors.NotFound($"There is no model '{name}'; {there}.");
        }
    }

    private List<string> NamesInUse()
    {
        lock (_lock)
        {
            return [.. _current.Keys.Append(DefaultName).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>The pinned version, or the versions newer than the current one, newest first.</summary>
    private List<Slot> BetterThanCurrent(string name)
    {
        lock (_lock)
        {
            var current = _current.GetValueOrDefault(name)?.Card.Version ?? 0;
            return _plan.Pins.TryGetValue(name, out var pin)
                ? [.. SlotsOf(name).Where(slot => slot.Card.Version == pin && pin != current)]
                : [.. SlotsOf(name).Where(slot => slot.Card.Version > current)];
        }
    }

    /// <summary>A model's versions, newest first.</summary>
    private IEnumerable<Slot> SlotsOf(string name) =>
        _slots.Values.Where(slot => string.Equals(slot.Card.Name, name, StringComparison.Ordinal))
            .OrderByDescending(slot => slot.Card.Version);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types",
        Justification = "Whatever is wrong with a model's files, the others go on.")]
    private async Task LoadAsync(Slot slot)
    {
        if (slot.Model is not null || slot.Problem.Length > 0)
        {
            return;
        }

        SetLoading(slot, true);
        try
        {
            var model = await loader.LoadAsync(slot.Card);
            lock (_lock)
            {
                slot.Model = new LoadedModel(model);
            }
        }
        catch (Exception e)
        {
            slot.Problem = e.Message.ReplaceLineEndings(" ");
            LogFailed(logger, slot.Card.Name, slot.Card.Version, slot.Problem);
        }
        finally
        {
            SetLoading(slot, false);
        }
    }

    private void SetLoading(Slot slot, bool loading)
    {
        lock (_lock)
        {
            slot.Loading = loading;
        }
    }

    /// <summary>Records the use of a model that was just loaded, and unloads others if necessary.</summary>
    private void Use(Slot slot, bool current)
    {
        lock (_lock)
        {
            slot.LastUse = ++_clock;
            if (current)
            {
                if (_current.GetValueOrDefault(slot.Card.Name) is { } old && old != slot)
                {
                    old.Unload();
                }

                _current[slot.Card.Name] = slot;
            }

            var loaded = _slots.Values.Where(other => other.Model is not null).ToList();
            var idle = loaded
                .Where(other => other != slot && !string.Equals(other.Card.Name, DefaultName, StringComparison.Ordinal))
                .OrderBy(other => other.LastUse)
                .Take(Math.Max(0, loaded.Count - options.LoadedModels));
            foreach (var other in idle)
            {
                other.Unload();
                if (_current.GetValueOrDefault(other.Card.Name) == other)
                {
                    _current.Remove(other.Card.Name);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Serving model {Name}/{Version}.")]
    private static partial void LogLive(ILogger logger, string name, int version);

    [LoggerMessage(LogLevel.Warning, "Model {Name}/{Version} cannot be loaded: {Problem}")]
    private static partial void LogFailed(ILogger logger, string name, int version, string problem);

    [LoggerMessage(LogLevel.Warning, "{Problem} The previous plan stays in force.")]
    private static partial void LogNoPlan(ILogger logger, string problem);

    /// <summary>A version of a model, with the model itself while it is loaded.</summary>
    private sealed class Slot(ModelCard card)
    {
        public ModelCard Card => card;

        public LoadedModel? Model { get; set; }

        public bool Loading { get; set; }

        public string Problem { get; set; } = "";

        public long LastUse { get; set; }

        /// <summary>Whether it is loaded, or was unloaded and can be loaded again.</summary>
        public bool Answers => Model is not null || (LastUse > 0 && Problem.Length == 0);

        public void Unload()
        {
            Model?.Unload();
            Model = null;
        }

        public ModelStatus Status(bool isDefault) => new(
            card,
            Model is not null ? ModelState.Ready : Loading ? ModelState.Loading : Problem.Length > 0 ? ModelState.Failed
                : ModelState.Available,
            Problem,
            isDefault);
    }
}
