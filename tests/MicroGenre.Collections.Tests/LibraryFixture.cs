using MicroGenre.Collections.Analysis;
using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

/// <summary>What tests of a library share: the model that comes along, and a PostgreSQL server.</summary>
public sealed class LibraryFixture : IDisposable
{
    public LibraryFixture() => Analyzer = new SoundAnalyzer(Model);

    public GenreModel Model { get; } = new ModelRepository(Repository.PathOf("models")).Load("gtzan");

    public SoundAnalyzer Analyzer { get; }

    public PostgresServer Server { get; } = new();

    public void Dispose()
    {
        Model.Dispose();
        Server.Dispose();
    }
}
