using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Commands;

/// <summary>The options for features and their settings.</summary>
internal sealed class FeatureOptions
{
    private const string DefaultFeature = "log-mel";

    private readonly Option<string[]> _features = new("--feature")
    {
        Description =
            $"The feature: {string.Join(", ", FeatureSettings.Names)}. Repeat the option, or separate names with commas, for several "
            + $"features. Default: {DefaultFeature}.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any other setting of the feature, by its JSON name, such as melBands=64.",
        HelpName = "NAME=VALUE",
    };

    private readonly Option<string?> _file = new("--settings")
    {
        Description = "A .json file with a feature and all its settings, as in recipes, instead of the options above.",
        HelpName = "FILE",
    };

    private readonly (string Setting, Option<int?> Option)[] _counts =
    [
        ("windowLength", new("--window") { Description = "Samples in a frame. Default: 2048.", HelpName = "N" }),
        ("hopLength", new("--hop")
        {
            Description = "Samples from one frame to the next. Default: 1024 for mel spectrograms, otherwise 512.",
            HelpName = "N",
        }),
        ("melBands", new("--mels") { Description = "Mel bands. Default: 128.", HelpName = "N" }),
        ("coefficients", new("--coefficients") { Description = "Coefficients of mfcc. Default: 13.", HelpName = "N" }),
        ("sampleRate", new("--sample-rate")
        {
            Description = "Samples per second; audio of another rate is resampled. Default: 22050.",
            HelpName = "HZ",
        }),
    ];

    private readonly (string Setting, Option<double?> Option)[] _numbers =
    [
        ("fraction", new("--rolloff")
        {
            Description = "Share of the magnitude below spectral-rolloff, between 0 and 1. Default: 0.85.",
            HelpName = "PART",
        }),
        ("tuning", new("--tuning")
        {
            Description = "For chroma-stft, how far the music is tuned from A 440, in semitones. Default: estimated.",
            HelpName = "SEMITONES",
        }),
    ];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_features);
        foreach (var (_, option) in _counts)
        {
            command.Add(option);
        }

        foreach (var (_, option) in _numbers)
        {
            command.Add(option);
        }

        command.Add(_set);
        command.Add(_file);
    }

    /// <summary>Reads the settings of the requested features, in order.</summary>
    /// <exception cref="UsageException">A feature or setting is unknown, or both a file and options are given.</exception>
    public IReadOnlyList<FeatureSettings> Read(ParseResult result)
    {
        if (result.GetValue(_file) is not { } file)
        {
            return SettingsOf(result, NamesOf(result));
        }

        if (Given(result).Count > 0 || result.GetValue(_features) is { Length: > 0 })
        {
            throw new UsageException($"{_file.Name} contains all settings and cannot be combined with other feature options.");
        }

        try
        {
            var settings = FeatureSettings.FromJson(Utf8File.ReadText(file));
            settings.Validate();
            return [settings];
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new FailureException($"{file}: {TrackError.Line(exception)}");
        }
    }

    /// <summary>Reads the requested names, in order, without duplicates.</summary>
    /// <exception cref="UsageException">A name is unknown.</exception>
    private List<string> NamesOf(ParseResult result)
    {
        var names = (result.GetValue(_features) ?? [])
            .SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                .Distinct(StringComparer.Ordinal).ToList();
        return names.Find(name => !FeatureSettings.Names.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw new UsageException($"'{unknown}' is not a feature; known are: {string.Join(", ", FeatureSettings.Names)}.")
            : names.Count > 0 ? names : [DefaultFeature];
    }

    /// <summary>Creates the settings of features. An option applies to all features with that setting.</summary>
    /// <exception cref="UsageException">No feature has a given setting, or its value is invalid.</exception>
    private IReadOnlyList<FeatureSettings> SettingsOf(ParseResult result, IReadOnlyList<string> features)
    {
        var given = Given(result);
        var known = features.Select(
            feature => JsonNode.Parse(Parse(feature, new JsonObject { ["feature"] = feature }).CanonicalJson())!.AsObject()).ToList();
        foreach (var (setting, _) in given)
        {
            if (!known.Exists(settings => settings.ContainsKey(setting)))
            {
                throw NoSuchSetting(string.Join(", ", features), setting);
            }
        }

        return [.. features.Zip(known, (feature, settings) =>
        {
            var json = new JsonObject { ["feature"] = feature };
            foreach (var (setting, value) in given.Where(pair => settings.ContainsKey(pair.Setting)))
            {
                json[setting] = value.DeepClone();
            }

            return Parse(feature, json);
        })];
    }

    private static FeatureSettings Parse(string feature, JsonObject json)
    {
        try
        {
            var settings = FeatureSettings.FromJson(json.ToJsonString());
            settings.Validate();
            return settings;
        }
        catch (JsonException exception)
        {
            throw NoSuchSetting(feature, exception.Path?.TrimStart('$', '.'));
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(TrackError.Line(exception));
        }
    }

    private static UsageException NoSuchSetting(string feature, string? setting) =>
        new($"{feature} does not support this setting or value: {setting}.");

    private List<(string Setting, JsonValue Value)> Given(ParseResult result)
    {
        var given = new List<(string, JsonValue)>();
        given.AddRange(_counts.Select(pair => (pair.Setting, Value: result.GetValue(pair.Option))).Where(pair => pair.Value is not null)
            .Select(pair => (pair.Setting, JsonValue.Create(pair.Value!.Value))));
        given.AddRange(_numbers.Select(pair => (pair.Setting, Value: result.GetValue(pair.Option))).Where(pair => pair.Value is not null)
            .Select(pair => (pair.Setting, JsonValue.Create(pair.Value!.Value))));
        foreach (var other in result.GetValue(_set) ?? [])
        {
            var at = other.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
            {
                throw new UsageException($"'{other}' is not a setting: write NAME=VALUE.");
            }

            given.Add((other[..at], ValueOf(other[(at + 1)..])));
        }

        return given;
    }

    private static JsonValue ValueOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number == Math.Floor(number)
            ? JsonValue.Create((long)number) : JsonValue.Create(number)
        : bool.TryParse(text, out var truth) ? JsonValue.Create(truth)
        : JsonValue.Create(text);
}
