using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library show</c>: shows all data of a track.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("track") { Description = "The track's file." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var options = new ServedLibraryOptions();
        var command =
            new ExampleCommand("show", "Shows everything the library knows about a track.", "microgenre library show song.mp3")
            {
                file, json,
            };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var library = options.Library(result);
            var name = result.GetRequiredValue(file);
            Write(
                await library.FindAsync(name, cancellation)
                    ?? throw new FailureException($"The library has no track '{RawPath.Display(name)}'."),
                result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Write(LibraryTrack row, bool json)
    {
        var screen = Screen.For(json);
        var sound = row.Sound!;
        if (json)
        {
            screen.WriteLine(JsonText.Of(new
            {
                file = RawPath.Display(row.Path), sha256 = row.Sha256, genres = sound.Genres, overTime = sound.OverTime,
                    tempo = row.Tempo, key = row.Key,
                duration = row.Duration, level = row.Level, verdict = row.Verdict, reason = row.Reason, model = row.Model,
                    artist = row.Artist, album = row.Album,
                title = row.Title, genre = row.TagGenre, label = row.Label, year = row.Year, gone = row.IsGone, embedding = sound.Embedding,
            }));
            return;
        }

        string?[] lines =
        [
            $"{RawPath.Display(row.Path)}{(row.IsGone ? "  (gone)" : "")}",
            string.Create(CultureInfo.InvariantCulture, $"  length    {TimeSpan.FromSeconds(row.Duration):h\\:mm\\:ss}"),
            row.Level is { } level ? string.Create(CultureInfo.InvariantCulture, $"  level     {level:0.0} dBFS") : null,
            row.Tempo is { } tempo ? string.Create(CultureInfo.InvariantCulture, $"  tempo     {tempo:0.0} beats per minute") : null,
            row.Key is { } key ? $"  key       {key}" : null,
            row.Artist is { } artist ? $"  artist    {artist}" : null,
            row.Album is { } album ? $"  album     {album}" : null,
            row.Title is { } title ? $"  title     {title}" : null,
            row.TagGenre is { } genre ? $"  genre     {genre} (in its tags)" : null,
            row.Label is { } label ? $"  label     {label} (yours)" : null,
            row.Year is { } year ? string.Create(CultureInfo.InvariantCulture, $"  year      {year}") : null,
            $"  model     {row.Model}",
            row.Reason is { } reason ? $"  {reason}" : null,
            .. row.Verdict == Verdict.Ok
                ? GenreChart.Lines([.. sound.Genres.Select(
                    share => new Audio.GenreProbability(share.Label, share.Probability, GenreName.Display(share.Label)))]) : [],
            .. sound.OverTime.Select(stretch => string.Create(
                CultureInfo.InvariantCulture,
                $"  from {TimeSpan.FromSeconds(stretch.Start):m\\:ss}  "
                + $"{GenreName.Display(stretch.Label)} {stretch.Probability * 100:0} %")),
        ];
        foreach (var line in lines.OfType<string>())
        {
            screen.WriteLine(line);
        }
    }
}
