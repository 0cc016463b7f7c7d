using System.Text.Json;
using Google.Protobuf;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Maps feature settings between the contract and the library.</summary>
/// <remarks>The contract's fields have the same names as the library's JSON, so one is converted to the other as text.</remarks>
public static class FeatureSpecMapping
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    /// <summary>Converts to the library's settings, complete and validated.</summary>
    /// <exception cref="ArgumentException">The settings are missing, unknown or invalid; the message says which.</exception>
    public static FeatureSettings ToSettings(this FeatureSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        try
        {
            var settings = FeatureSettings.FromJson(JsonOf(spec));
            settings.Validate();
            return settings;
        }
        catch (JsonException e)
        {
            throw new ArgumentException(e.Message, nameof(spec), e);
        }
    }

    /// <summary>Converts the library's settings to the contract.</summary>
    public static FeatureSpec ToSpec(this FeatureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new FeatureSpec { Json = settings.CanonicalJson() };
    }

    private static string JsonOf(FeatureSpec spec)
    {
        if (spec.Json.Length == 0)
        {
            return spec.Feature.Length > 0 ? Formatter.Format(spec) : throw new ArgumentException("The feature is missing.", nameof(spec));
        }

        return spec.Equals(new FeatureSpec { Json = spec.Json })
            ? spec.Json
            : throw new ArgumentException("Give the settings either as JSON or as fields, not both.", nameof(spec));
    }
}
