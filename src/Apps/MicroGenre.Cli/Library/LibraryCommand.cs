using System.CommandLine;
using MicroGenre.Cli.Commands;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library</c>: manages a music library.</summary>
internal static class LibraryCommand
{
    public static Command Create() => new ExampleCommand(
        "library", "Analyses and searches a whole music collection.",
            "microgenre library add ~/Music && microgenre library scan")
    {
        AddCommand.Create(),
        ScanCommand.Create(),
        WatchCommand.Create(),
        StatusCommand.Create(),
        ListCommand.Create(),
        ShowCommand.Create(),
        RemoveCommand.Create(),
        SimilarCommand.Create(),
        DuplicatesCommand.Create(),
        LabelCommands.CreateSuggest(),
        LabelCommands.CreateLabel(),
        LabelCommands.CreateDoubtful(),
        DisagreementsCommand.Create(),
        LibraryTagCommand.Create(),
        UndoCommand.Create(),
        PlaylistCommand.Create(),
        ExchangeCommands.CreateExport(),
        ExchangeCommands.CreateImport(),
        ExchangeCommands.CreateBackup(),
    };
}
