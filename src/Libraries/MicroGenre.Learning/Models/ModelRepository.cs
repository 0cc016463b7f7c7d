using System.Globalization;
using System.Text.Json;
using MicroGenre.Signal.Files;

namespace MicroGenre.Learning;

/// <summary>
/// A folder of models, <c>name/version/</c>, each with its <c>model.json</c> and <c>weights.safetensors</c>, and the curves of its
/// training (<c>curves.csv</c>, <c>curves.svg</c>) if it had epochs; one that can be taught has a
/// <c>space.safetensors</c>. A version appears whole or not at all: it is
/// written under a temporary name and then renamed. A model is called what its folders are called, whatever its card says.
/// </summary>
/// <example><code>
/// var repository = new ModelRepository("models");
/// foreach (var card in repository.List())
/// {
///     Console.WriteLine($"{card.Name}/{card.Version}");
/// }
/// </code></example>
public sealed class ModelRepository
{
    private const string CardFile = "model.json";
    private const string WeightsFile = "weights.safetensors";
    private const string SpaceFile = "space.safetensors";
    private const string TemporaryPrefix = ".saving-";

    /// <summary>Opens a repository. The folder need not exist until a model is saved.</summary>
    public ModelRepository(string root) => Root = Path.GetFullPath(root);

    /// <summary>Full path of the folder.</summary>
    public string Root { get; }

    /// <summary>Lists the cards of all models and versions, by name, then version. Folders without a readable card are skipped.</summary>
    public IReadOnlyList<ModelCard> List() =>
        [.. Names().SelectMany(name => Versions(name).Select(version => TryReadCard(name, version))).OfType<ModelCard>()];

    /// <summary>Loads a model.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">The version; <see langword="null"/> for the newest.</param>
    /// <exception cref="UnknownModelException">The model or version does not exist; the message suggests similar names.</exception>
    /// <exception cref="InvalidDataException">The model's files are damaged.</exception>
    public GenreModel Load(string name, int? version = null)
    {
        var chosen = Find(name, version);
        return Load(FolderOf(name, chosen), ReadCard(name, chosen));
    }

    /// <summary>The version that <see cref="Load(string, int?)"/> loads.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="version">Its version; <see langword="null"/> for the newest.</param>
    /// <exception cref="UnknownModelException">There is no such model or version; the message names the nearest.</exception>
    public int Find(string name, int? version = null)
    {
        var versions = IsName(name) ? Versions(name) : [];
        if (versions.Count == 0)
        {
            var known = Names().Where(other => Versions(other).Count > 0).ToList();
            throw new UnknownModelException(known.Count == 0
                ? $"There is no model '{name}': '{Root}' has none."
                : $"There is no model '{name}'; {NearestNames.Describe(name, known)}.");
        }

        var chosen = version ?? versions[^1];
        if (!versions.Contains(chosen))
        {
            throw new UnknownModelException($"Model '{name}' has no version {chosen}; it has: {string.Join(", ", versions)}.");
        }

        return chosen;
    }

    /// <summary>Loads a model from its version folder.</summary>
    /// <exception cref="InvalidDataException">The files are damaged, or the folder is not a model.</exception>
    public static GenreModel LoadFolder(string folder) => Load(folder, ReadCard(folder));

    private static GenreModel Load(string folder, ModelCard card)
    {
        var weights = Safetensors.Read(Path.Combine(folder, WeightsFile));
        var space = Path.Combine(folder, SpaceFile);
        return new GenreModel(
            card, ClassifierKinds.Find(card.Recipe).Load(card.Recipe, card.Labels, weights),
            () => File.Exists(space) ? GenreSpace.Read(space, card.Labels.Count) : null);
    }

    /// <summary>Saves a trained model as the next version.</summary>
    /// <param name="name">The model's name: letters, digits, hyphens, underscores and dots.</param>
    /// <param name="model">The model.</param>
    /// <param name="metrics">Measurements in addition to those of the training.</param>
    /// <param name="calibration">Replaces the model's own calibration.</param>
    /// <param name="familiarity">Replaces the model's own bounds of familiar music.</param>
    /// <param name="confusion">Replaces the confusion matrix of the model's validation tracks: see
    /// <see cref="ModelCard.Confusion"/>.</param>
    /// <param name="reliability">How sure answers are of themselves, by the same tracks.</param>
    /// <param name="conformal">Which sets of genres hold what they promise, by the same tracks.</param>
    /// <returns>The card, with the version it got.</returns>
    /// <exception cref="ArgumentException">Not a usable name.</exception>
    /// <exception cref="IOException">The files could not be written, for example because the disk is full; nothing is left
    /// behind.</exception>
    public ModelCard Save(
        string name,
        TrainedModel model,
        IReadOnlyDictionary<string, double>? metrics = null,
        Calibration? calibration = null,
        Familiarity? familiarity = null,
        IReadOnlyList<IReadOnlyList<long>>? confusion = null,
        IReadOnlyList<ReliabilityBin>? reliability = null,
        ConformalSets? conformal = null)
    {
        return Save(name, () => model.Describe(name, metrics, calibration, familiarity, confusion, reliability, conformal), folder =>
        {
            WriteWeights(folder, model.StoredWeights(), model.Space);
            if (model.History.Count > 0)
            {
                File.WriteAllText(Path.Combine(folder, "curves.csv"), TrainingCurves.ToCsv(model.History));
                File.WriteAllText(Path.Combine(folder, "curves.svg"), TrainingCurves.ToSvg(model.History));
            }
        });
    }

    /// <summary>Saves a model that was made from another one as the next version of a name.</summary>
    /// <inheritdoc cref="Save(string, TrainedModel, IReadOnlyDictionary{string, double}?, Calibration?, Familiarity?,
    /// IReadOnlyList{IReadOnlyList{long}}?, IReadOnlyList{ReliabilityBin}?, ConformalSets?)"/>
    public ModelCard Save(string name, GenreModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Save(name, () => model.Card with { Name = name }, folder => WriteWeights(folder, model.Weights(), model.Space));
    }

    /// <summary>
    /// Takes the last change of a model's genres back: the version before it becomes the newest once more, as a version of its own.
    /// </summary>
    /// <param name="name">The model.</param>
    /// <returns>The card of the new version.</returns>
    /// <exception cref="UnknownModelException">There is no such model, or the version before is gone.</exception>
    /// <exception cref="TeachingException">Its newest version is not a change of another one.</exception>
    public ModelCard Undo(string name)
    {
        using var newest = Load(name);
        var last = newest.Card;
        if (last.BasedOn?.Split('/') is not [var before, var version] || before != name)
        {
            throw new TeachingException($"There is nothing to undo: {name}/{last.Version} is not a change of another version of '{name}'.");
        }

        using var previous = Load(name, int.Parse(version, CultureInfo.InvariantCulture));
        return Save(name, previous);
    }

    private static void WriteWeights(string folder, IReadOnlyDictionary<string, TensorData> weights, GenreSpace? space)
    {
        Safetensors.Write(
            Path.Combine(folder, WeightsFile), weights, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        space?.Write(Path.Combine(folder, SpaceFile));
    }

    private ModelCard Save(string name, Func<ModelCard> describe, Action<string> write)
    {
        if (!IsName(name))
        {
            throw new ArgumentException($"'{name}' is not a model name: use letters, digits, hyphens, underscores and dots.", nameof(name));
        }

        var parent = Path.Combine(Root, name);
        var temporary = Path.Combine(parent, TemporaryPrefix + Guid.NewGuid().ToString("N"));
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            return Publish(name, describe(), temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Model '{name}' could not be saved in '{parent}': {exception.Message}", exception);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <summary>Replaces the card of an existing version atomically. The weights stay unchanged.</summary>
    /// <param name="card">The card; its name and version say which one it replaces.</param>
    /// <exception cref="UnknownModelException">The version does not exist.</exception>
    public void Replace(ModelCard card)
    {
        var folder = FolderOf(card.Name, card.Version);
        if (!Directory.Exists(folder))
        {
            throw new UnknownModelException($"There is no version {card.Version} of the model '{card.Name}'.");
        }

        WholeFile.Write(Path.Combine(folder, CardFile), card.ToJson() + "\n");
    }

    /// <summary>The folder for the checkpoint of a run that trains this model.</summary>
    public string CheckpointFolder(string name) => Path.Combine(Root, name, "checkpoint");

    /// <summary>The folder of a version.</summary>
    public string FolderOf(string name, int version) => Path.Combine(Root, name, version.ToString(CultureInfo.InvariantCulture));

    // Two programs may save at the same time: the first to rename gets the version, the other takes the next.
    private ModelCard Publish(string name, ModelCard card, string temporary)
    {
        while (true)
        {
            var versions = Versions(name);
            var numbered = card with { Version = versions.Count == 0 ? 1 : versions[^1] + 1 };
            File.WriteAllText(Path.Combine(temporary, CardFile), numbered.ToJson() + "\n");
            var target = FolderOf(name, numbered.Version);
            try
            {
                Directory.Move(temporary, target);
                return numbered;
            }
            catch (IOException) when (Directory.Exists(target))
            {
            }
        }
    }

    private static ModelCard ReadCard(string folder)
    {
        var path = Path.Combine(folder, CardFile);
        try
        {
            var card = Recipe.Parse<ModelCard?>(File.ReadAllText(path))
                ?? throw new InvalidDataException($"'{path}' is not a model's description: it is null.");
            return card.Labels.Any(label => label is null)
                ? throw new InvalidDataException($"'{path}' is not a model's description: one of its labels is null.")
                : card.Calibration is { IsPossible: false }
                    ? throw new InvalidDataException($"'{path}' is not a model's description: its calibration is out of range.")
                : card.Familiarity is { IsPossible: false }
                    ? throw new InvalidDataException($"'{path}' is not a model's description: its familiarity is out of range.")
                : card.Conformal is { } conformal && !conformal.IsPossible(card.Labels.Count)
                    ? throw new InvalidDataException($"'{path}' is not a model's description: its conformal scores are out of range.")
                : card.Places is { } places && !places.ArePossible(card.Labels.Count)
                    ? throw new InvalidDataException($"'{path}' is not a model's description: its places are damaged.")
                : card;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not a model's description: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    // A copied or renamed folder still holds its original card: the folder's name decides.
    private ModelCard ReadCard(string name, int version) => ReadCard(FolderOf(name, version)) with { Name = name, Version = version };

    private ModelCard? TryReadCard(string name, int version)
    {
        try
        {
            return ReadCard(name, version);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private IEnumerable<string> Names() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Where(IsName).Order(StringComparer.Ordinal)
        : [];

    private List<int> Versions(string name)
    {
        var folder = Path.Combine(Root, name);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => VersionOf(Path.GetFileName(path))).OfType<int>().Order()]
            : [];
    }

    /// <summary>
    /// The version number of a folder name; <see langword="null"/> for any other name, including "01", which would duplicate version 1.
    /// </summary>
    public static int? VersionOf(string folder) =>
        folder.Length > 0 && folder[0] != '0' && int.TryParse(folder, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version : null;

    /// <summary>Whether a name is valid for a model: letters, digits, hyphens, underscores and dots, not starting with a dot.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}

/// <summary>The exception for a model or version that does not exist.</summary>
public sealed class UnknownModelException : Exception
{
    /// <inheritdoc/>
    public UnknownModelException()
    {
    }

    /// <inheritdoc/>
    public UnknownModelException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public UnknownModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
