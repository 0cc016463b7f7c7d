using System.CommandLine;
using System.Globalization;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Catalog;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library status</c>: summarises the library.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var options = new ServedLibraryOptions();
        var command = new ExampleCommand("status", "Shows what the library contains.", "microgenre library status") { json };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            using var library = options.Library(result);
            Write(await library.StatusAsync(cancellation), result.GetValue(json));
            return 0;
        });
        return command;
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
