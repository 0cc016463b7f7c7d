using System.Text.Json;
using MicroGenre.Signal.Files;

namespace MicroGenre.Inference.Models;

/// <summary>The serving plan set by operators: a file in the model repository that all services using it follow.</summary>
/// <param name="DefaultModel">The model for requests that name none; <see langword="null"/> for the service's own setting.</param>
/// <param name="Pins">The pinned versions, by model name.</param>
public sealed record ServingPlan(string? DefaultModel, IReadOnlyDictionary<string, int> Pins)
{
    private const string FileName = "serving.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>An empty plan.</summary>
    public static ServingPlan Empty { get; } = new(null, new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>The path of the plan in a repository.</summary>
    public static string PathIn(string root) => Path.Combine(root, FileName);

    /// <summary>Reads a repository's plan.</summary>
    /// <exception cref="InvalidDataException">The file is not a valid plan.</exception>
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

    /// <summary>Replaces a repository's plan atomically.</summary>
    public void Write(string root)
    {
        Directory.CreateDirectory(root);
        WholeFile.Write(PathIn(root), JsonSerializer.Serialize(this, Json));
    }

    /// <summary>Returns the plan with another version pinned; 0 removes the pin.</summary>
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
