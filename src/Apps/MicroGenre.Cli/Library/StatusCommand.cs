using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library status</c>: what the library holds.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("status", "Says what the library holds.", "microgenre library status") { json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var database = await options.OpenAsync(result, cancellation);
            Write(await database.GuardAsync(() => ReadAsync(database, cancellation)), result.GetValue(json));
            return 0;
        });
        return command;
    }

    private static async Task<LibraryStatus> ReadAsync(LibraryDatabase database, CancellationToken cancellation)
    {
        await using var context = database.Connect();
        var there = context.Tracks.Where(track => !track.IsGone && track.Failure == null);
        var genres = await there.Where(track => track.Genre != null).GroupBy(track => track.Genre!)
            .Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        var models = await there.Where(track => track.Model != null).GroupBy(track => track.Model!)
            .Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation);
        return new LibraryStatus(
            database.Name,
            [.. (await context.Folders.OrderBy(folder => folder.Id).Select(folder => folder.Path).ToListAsync(cancellation))
                .Select(RawPath.Display)],
            await there.CountAsync(cancellation),
            await context.Tracks.CountAsync(track => !track.IsGone && track.Failure != null, cancellation),
            await context.Tracks.CountAsync(track => track.IsGone, cancellation),
            Math.Round(await there.SumAsync(track => track.Duration, cancellation), 1),
            genres.OrderByDescending(genre => genre.Count).ToDictionary(genre => genre.Key, genre => genre.Count),
            models.OrderBy(model => model.Key).ToDictionary(model => model.Key, model => model.Count));
    }

    private static void Write(LibraryStatus status, bool json)
    {
        var screen = Screen.For(json);
        if (json)
        {
            screen.WriteLine(JsonText.Of(status));
            return;
        }

        screen.WriteLine($"library   {status.Library}");
        foreach (var folder in status.Folders)
        {
            screen.WriteLine($"folder    {folder}");
        }

        screen.WriteLine(string.Create(CultureInfo.InvariantCulture, $"tracks    {status.Tracks}, {status.Seconds / 3600:0.0} hours"));
        screen.WriteLine($"failed    {status.Failed}");
        screen.WriteLine($"gone      {status.Gone}");
        screen.WriteLine($"models    {string.Join(", ", status.Models.Select(model => $"{model.Key}: {model.Value}"))}");
        screen.WriteLine($"genres    {string.Join(", ", status.Genres.Select(genre => $"{genre.Key}: {genre.Value}"))}");
    }
}

/// <summary>What a library holds.</summary>
internal sealed record LibraryStatus(
    string Library,
    IReadOnlyList<string> Folders,
    int Tracks,
    int Failed,
    int Gone,
    double Seconds,
    IReadOnlyDictionary<string, int> Genres,
    IReadOnlyDictionary<string, int> Models);
