using System.Text.Json;
using MicroGenre.Signal.Files;

namespace MicroGenre.Inference.Models;

/// <summary>Which models answer, as decided by people: a file in the model repository, so that every service that uses it obeys.</summary>
/// <param name="DefaultModel">The model that answers when a request names none; <see langword="null"/> for the service's own
/// setting.</param>
/// <param name="Pins">The versions that answer whatever newer ones there are, by the model's name.</param>
public sealed record ServingPlan(string? DefaultModel, IReadOnlyDictionary<string, int> Pins)
{
    private const string FileName = "serving.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Nothing has been decided.</summary>
    public static ServingPlan Empty { get; } = new(null, new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>Where the plan of a repository is.</summary>
    public static string PathIn(string root) => Path.Combine(root, FileName);

    /// <summary>Reads a repository's plan.</summary>
    /// <exception cref="InvalidDataException">The file is not a plan.</exception>
    public static ServingPlan Read(string root)
    {
        try
        {
            var plan = File.Exists(PathIn(root)) ? JsonSerializer.Deserialize<ServingPlan>(File.ReadAllText(PathIn(root)), Json) : Empty;
            return plan is { Pins: not null } ? plan
                : throw new InvalidDataException($"'{PathIn(root)}' is not a serving plan: it names no pins.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{PathIn(root)}' is not a serving plan: {e.Message}", e);
        }
    }

    /// <summary>Replaces a repository's plan, as a whole.</summary>
    public void Write(string root)
    {
        Directory.CreateDirectory(root);
        WholeFile.Write(PathIn(root), JsonSerializer.Serialize(this, Json));
    }

    /// <summary>The plan with another version pinned; 0 for none.</summary>
    public ServingPlan WithPin(string model, int version)
    {
        var pins = new Dictionary<string, int>(Pins, StringComparer.Ordinal);
        if (version == 0)
        {
            pins.Remove(model);
        }
        else
        {
            pins[model] = version;
        }

        return this with { Pins = pins };
    }
}
