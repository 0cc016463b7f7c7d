using System.Text.Json;
using Google.Protobuf;
using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Feature settings between the contract and the library.</summary>
/// <remarks>The contract's fields have the names of the library's JSON, so that the one is the other's text.</remarks>
public static class FeatureSpecMapping
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    /// <summary>The library's settings, complete and checked.</summary>
    /// <exception cref="ArgumentException">The settings are missing, unknown, or do not fit together; the message says which.</exception>
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

    /// <summary>The contract's form of the library's settings.</summary>
    public static FeatureSpec ToSpec(this FeatureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new FeatureSpec { Json = settings.CanonicalJson() };
    }

    private static string JsonOf(FeatureSpec spec)
    {
        if (spec.Json.Length == 0)
        {
            return spec.Feature.Length > 0 ? Formatter.Format(spec) : throw new ArgumentException("No feature is named.", nameof(spec));
        }

        return spec.Equals(new FeatureSpec { Json = spec.Json })
            ? spec.Json
            : throw new ArgumentException("Settings come either as JSON or field by field, not both.", nameof(spec));
    }
}
