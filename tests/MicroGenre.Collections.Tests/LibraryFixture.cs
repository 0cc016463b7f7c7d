using MicroGenre.Collections.Analysis;
using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

/// <summary>What tests of a library share: the model that comes along, and a PostgreSQL server.</summary>
public sealed class LibraryFixture : IDisposable
{
    private readonly GenreModel _model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");

    public LibraryFixture() => Analyzer = new SoundAnalyzer(_model);

    public SoundAnalyzer Analyzer { get; }

    public PostgresServer Server { get; } = new();

    public void Dispose()
    {
        _model.Dispose();
        Server.Dispose();
    }
}
