using System.CommandLine;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Library;

/// <summary>The options for the location of the library and of the models.</summary>
/// <param name="whatFor">What <c>--library</c> says.</param>
internal sealed class LibraryOptions(
    string whatFor = "The folder of the library's database. Default: the folder of models.")
{
    private readonly Option<string?> _folder = new("--library") { Description = whatFor, HelpName = "FOLDER" };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "A PostgreSQL database instead of the file, as a connection string: 'Host=localhost;Database=music'.",
        HelpName = "CONNECTION",
    };

    private readonly Option<string?> _models = ModelsFolder.Option();

    public void AddTo(Command command)
    {
        command.Add(_folder);
        command.Add(_database);
        command.Add(_models);
    }

    /// <summary>The model repository.</summary>
    public ModelRepository Models(ParseResult result) => ModelsFolder.Open(result.GetValue(_models));

    /// <summary>The library, not yet open.</summary>
    /// <exception cref="UsageException">Two places are named.</exception>
    public LibraryDatabase Database(ParseResult result) => (result.GetValue(_folder), result.GetValue(_database)) switch
    {
        ({ }, { }) => throw new UsageException($"{_folder.Name} and {_database.Name} exclude each other."),
        (_, { } connection) => LibraryDatabase.OnServer(connection),
        ({ } folder, _) => LibraryDatabase.InFolder(folder),
        _ => LibraryDatabase.InFolder(Models(result).Root),
    };

    /// <summary>Whether a library is named.</summary>
    public bool NamesLibrary(ParseResult result) => result.GetValue(_folder) is not null || result.GetValue(_database) is not null;

    /// <summary>Whether one of the options is given.</summary>
    public bool IsNamed(ParseResult result) =>
        NamesLibrary(result) || result.GetValue(_models) is not null;

    /// <summary>The options' names, for people.</summary>
    public override string ToString() => $"{_folder.Name}, {_database.Name} and {_models.Name}";

    /// <summary>The library, open.</summary>
    public async Task<LibraryDatabase> OpenAsync(ParseResult result, CancellationToken cancellation)
    {
        var database = Database(result);
        await database.OpenAsync(cancellation);
        return database;
    }
}
