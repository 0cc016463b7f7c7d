using System.CommandLine;
using MicroGenre.Cli.Demo;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre demo</c>: demonstrates the program without any music files.</summary>
internal static class DemoCommand
{
    private const double SliceSeconds = 5;
    private const int BarWidth = 24;

    public static Command Create()
    {
        var model = ModelName.Option();
        var keep = new Option<string?>("--out") { Description = "Save the medley as this .wav file.", HelpName = "WAV" };
        var picture = new Option<string?>("--picture") { Description = "Draw the genres over time as this .svg file.", HelpName = "SVG" };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand(
            "demo", "Makes a minute of music in six styles and classifies it.", "microgenre demo") { model, keep, picture, models };
        command.SetAction((result, cancellation) =>
        {
            using var loaded = ModelName.Parse(result.GetRequiredValue(model)).Load(ModelsFolder.Open(result.GetValue(models)));
            return Task.FromResult(Run(loaded, result.GetValue(keep), result.GetValue(picture), cancellation));
        });
        return command;
    }

    private static int Run(GenreModel model, string? keep, string? picture, CancellationToken cancellation)
    {
        var screen = Screen.For(json: false);
        var medley = new Medley();
        screen.WriteLine($"Made one minute of synthetic music: {medley.Parts.Count} styles, {Medley.PartSeconds} s each.");
        var clip = Record(medley, keep);
        if (keep is not null)
        {
            screen.WriteLine($"Saved it as {keep}.");
        }

        cancellation.ThrowIfCancellationRequested();
        var settings = model.Card.Recipe.Features;
        var features = Feature.Compute(clip.Samples, settings);
        var slices = GenreOverTime.Of(model, features, SliceSeconds);
        screen.WriteLine($"Computed its log-mel spectrogram: {features.Rows} bands, {features.Frames} frames.");
        screen.WriteLine($"Classified every {SliceSeconds:0} s with {model.Card.Name}/{model.Card.Version}:");
        screen.WriteLine();
        string[] names = [.. model.Card.Labels.Select(model.Card.NameOf)];
        foreach (var line in Lines(medley, names, slices))
        {
            screen.WriteLine(line);
        }

        screen.WriteLine();
        screen.WriteLine(
            "The medley is synthetic and unlike the music that the model was trained on, so these results say nothing about the model's "
            + "accuracy.");
        if (picture is not null)
        {
            var title = $"What {model.Card.Name}/{model.Card.Version} hears in a synthetic medley";
            WholeFile.Write(picture, GenreHeatMap.Draw(title, names, slices, [.. medley.Parts.Select(part => part.Name)]));
            screen.WriteLine($"Drew it: {picture}");
        }

        screen.WriteLine();
        screen.WriteLine("Next:");
        screen.WriteLine("  microgenre classify SONG.wav           the genre of your own music (files, folders, or - for standard input)");
        screen.WriteLine("  microgenre evaluate --data FOLDER      how good the model is on tracks whose genre you know");
        screen.WriteLine("  microgenre train --recipe cnn2d --data FOLDER --model mine    a model of your own genres");
        return 0;
    }

    // The music is written to a file and decoded, like any other music.
    private static AudioClip Record(Medley medley, string? keep)
    {
        if (keep is not null)
        {
            WholeFile.Write(keep, medley.Write);
            return AudioFile.Read(keep, Medley.SampleRate);
        }

        var folder = Directory.CreateTempSubdirectory("microgenre-demo-");
        try
        {
            var path = Path.Combine(folder.FullName, "medley.wav");
            medley.Write(path);
            return AudioFile.Read(path, Medley.SampleRate);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Lines(Medley medley, string[] labels, IReadOnlyList<GenreSlice> slices)
    {
        var (nameWidth, labelWidth) = (medley.Parts.Max(part => part.Name.Length), labels.Max(label => label.Length));
        foreach (var slice in slices)
        {
            var best = Array.IndexOf(slice.Probabilities, slice.Probabilities.Max());
            var part = medley.Parts[(int)(slice.Start / Medley.PartSeconds)].Name;
            yield return $"  {TimeSpan.FromSeconds(slice.Start):m\\:ss}  {part.PadRight(nameWidth)}  {labels[best].PadRight(labelWidth)} "
                + $" {slice.Probabilities[best] * 100,5:0.0} %  {GenreChart.Bar(slice.Probabilities[best], BarWidth)}";
        }
    }
}
