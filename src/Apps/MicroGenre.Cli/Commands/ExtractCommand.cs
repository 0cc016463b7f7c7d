using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Remote;
using MicroGenre.Contracts;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre extract</c>: computes a feature of a track.</summary>
internal static class ExtractCommand
{
    private const string StandardOutput = "-";

    public static Command Create()
    {
        var input = new Argument<string>("input") { Description = "An audio file, or - for standard input." };
        var feature = new Option<string>("--feature") { Description = $"The feature: {string.Join(", ", FeatureSettings.Names)}.", HelpName = "NAME", DefaultValueFactory = _ => "log-mel" };
        var hop = new Option<int?>("--hop") { Description = "Samples from one frame to the next. Default: 1024 for mel spectrograms, else 512.", HelpName = "N" };
        var window = new Option<int?>("--window") { Description = "Samples in a frame. Default: 2048.", HelpName = "N" };
        var rate = new Option<int?>("--sample-rate") { Description = "Samples per second; audio of another rate is resampled. Default: 22050.", HelpName = "HZ" };
        var set = new Option<string[]>("--set") { Description = "Any other setting of the feature, by its name in JSON, such as melBands=64.", HelpName = "NAME=VALUE" };
        var output = new Option<string>("--out") { Description = "The .npy file to write, float32 [rows, frames], or - for standard output.", HelpName = "NPY", Required = true };
        var server = Server.Option("FeatureExtraction");
        var command = new Command("extract", "Computes a feature of a track.") { input, feature, hop, window, rate, set, output, server };
        command.SetAction(async (result, cancellation) =>
        {
            var settings = SettingsOf(
                result.GetRequiredValue(feature),
                [("hopLength", result.GetValue(hop)), ("windowLength", result.GetValue(window)), ("sampleRate", result.GetValue(rate))],
                result.GetValue(set) ?? []);
            var track = new AudioInput(result.GetRequiredValue(input), IsNamed: true);
            var matrix = result.GetValue(server) is { } url
                ? await ExtractByServerAsync(url, track, settings, cancellation)
                : ExtractHere(track, settings);
            cancellation.ThrowIfCancellationRequested();
            Write(matrix, result.GetRequiredValue(output), settings);
            return 0;
        });
        return command;
    }

    private static FeatureSettings SettingsOf(string feature, IEnumerable<(string Name, int? Value)> numbers, IEnumerable<string> others)
    {
        if (!FeatureSettings.Names.Contains(feature, StringComparer.Ordinal))
        {
            throw new UsageException($"'{feature}' is not a feature; known are: {string.Join(", ", FeatureSettings.Names)}.");
        }

        var json = new JsonObject { ["feature"] = feature };
        foreach (var (name, value) in numbers.Where(number => number.Value is not null))
        {
            json[name] = value;
        }

        foreach (var other in others)
        {
            var at = other.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
            {
                throw new UsageException($"'{other}' is not a setting: write NAME=VALUE.");
            }

            json[other[..at]] = ValueOf(other[(at + 1)..]);
        }

        try
        {
            var settings = FeatureSettings.FromJson(json.ToJsonString());
            settings.Validate();
            return settings;
        }
        catch (JsonException exception)
        {
            throw new UsageException($"{feature} has no such setting, or not with such a value: {exception.Path?.TrimStart('$', '.')}.");
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(TrackError.Line(exception));
        }
    }

    private static JsonValue ValueOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number == Math.Floor(number) ? JsonValue.Create((long)number) : JsonValue.Create(number)
        : bool.TryParse(text, out var truth) ? JsonValue.Create(truth)
        : JsonValue.Create(text);

    private static FeatureMatrix ExtractHere(AudioInput track, FeatureSettings settings)
    {
        using var audio = track.Open();
        return Feature.Compute(AudioFile.Read(audio, settings.SampleRate).Samples, settings);
    }

    private static async Task<FeatureMatrix> ExtractByServerAsync(string url, AudioInput track, FeatureSettings settings, CancellationToken cancellation)
    {
        using var server = new Server(url, "FeatureExtraction");
        var header = new ExtractUploadHeader { Upload = new UploadHeader { Name = Path.GetFileName(track.Name) }, Features = { settings.ToSpec() } };
        try
        {
            await using var audio = track.Open();
            using var call = new Contracts.FeatureExtractor.FeatureExtractorClient(server.Channel).ExtractUpload(cancellationToken: cancellation);
            var sending = AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation);
            var received = await Upload.AnswerAsync(sending, FeatureChunks.ReadAsync(call.ResponseStream, cancellation));
            return received.Features[0].Matrix;
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    // The file appears whole or not at all.
    private static void Write(FeatureMatrix matrix, string path, FeatureSettings settings)
    {
        if (string.Equals(path, StandardOutput, StringComparison.Ordinal))
        {
            using var output = Console.OpenStandardOutput();
            Npy.Write(output, matrix);
            return;
        }

        WholeFile.Write(path, temporary => Npy.Write(temporary, matrix));
        Screen.For(json: false).WriteLine($"{path}: {settings.Feature} [{matrix.Rows}, {matrix.Frames}]");
    }
}
