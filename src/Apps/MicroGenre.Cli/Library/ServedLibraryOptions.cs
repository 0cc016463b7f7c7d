using System.CommandLine;
using MicroGenre.Cli.Remote;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Library;

/// <summary>Where the library is: in a database, or at a Collecting service.</summary>
internal sealed class ServedLibraryOptions
{
    private readonly LibraryOptions _own = new();
    private readonly ServerOptions _server = new("Collecting");

    public void AddTo(Command command)
    {
        _own.AddTo(command);
        _server.AddTo(command);
    }

    /// <summary>Whether a service is asked.</summary>
    public bool IsServed(ParseResult result) => result.GetValue(_server.Url) is not null;

    /// <summary>The model repository on this machine.</summary>
    public ModelRepository Models(ParseResult result) => _own.Models(result);

    /// <summary>The library; nothing is opened yet.</summary>
    /// <exception cref="UsageException">Two places are named.</exception>
    public ILibrary Library(ParseResult result)
    {
        if (_server.Open(result) is not { } server)
        {
            return new LocalLibrary(_own.Database(result), () => _own.Models(result));
        }

        return _own.IsNamed(result)
            ? throw new UsageException($"{_server.Url.Name} names a service, which has a library and models of its own: leave out {_own}.")
            : new RemoteLibrary(server);
    }
}
