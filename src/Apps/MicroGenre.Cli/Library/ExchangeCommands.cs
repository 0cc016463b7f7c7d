using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Collections.Exchange;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library export</c>, <c>import</c> and <c>backup</c>.</summary>
internal static class ExchangeCommands
{
    public static Command CreateExport()
    {
        var file = new Argument<string>("file") { Description = "The file to write: .parquet, .csv or .jsonl." };
        var query = new QueryOptions();
        var options = new LibraryOptions();
        var command = new ExampleCommand("export", "Exports tracks, with everything known about them, to a file.",
            "microgenre library export music.parquet") { file };
        query.AddTo(command);
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var wanted = query.Read(result);
            var database = await options.OpenAsync(result, cancellation);
            var count = await LibraryExchange.ExportAsync(database, result.GetRequiredValue(file), wanted, cancellation);
            Screen.For(json: false).WriteLine($"{count} {(count == 1 ? "track" : "tracks")} written to {result.GetRequiredValue(file)}");
            return 0;
        });
        return command;
    }

    public static Command CreateImport()
    {
        var file = new Argument<string>("file") { Description = "The file to read: .parquet, .csv or .jsonl." };
        var options = new LibraryOptions();
        var command =
            new ExampleCommand("import", "Imports tracks that 'export' wrote; they replace tracks of the same path.",
            "microgenre library import music.parquet") { file };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var database = options.Database(result);
            await database.CreateAsync(cancellation);
            var (added, replaced) = await LibraryExchange.ImportAsync(database, result.GetRequiredValue(file), cancellation);
            Screen.For(json: false).WriteLine($"{added} added, {replaced} replaced");
            return 0;
        });
        return command;
    }

    public static Command CreateBackup()
    {
        var file = new Argument<string>("file") { Description = "The file to write; it must not exist." };
        var options = new LibraryOptions();
        var command = new ExampleCommand("backup", "Writes a copy of the library's database, also while a scan runs.",
            "microgenre library backup library-backup.db") { file };
        options.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var database = await options.OpenAsync(result, cancellation);
            await database.BackupAsync(result.GetRequiredValue(file), cancellation);
            Screen.For(json: false).WriteLine($"written to {result.GetRequiredValue(file)}");
            return 0;
        });
        return command;
    }
}
