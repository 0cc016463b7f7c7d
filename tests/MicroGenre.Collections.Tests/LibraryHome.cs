using MicroGenre.Collections.Scanning;
using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Testing;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Tests;

/// <summary>A library of a test's own, and the folder of music that it follows.</summary>
internal sealed class LibraryHome : IDisposable
{
    private readonly LibraryFixture _shared;
    private readonly TemporaryFolder _folder = new();

    public LibraryHome(LibraryFixture shared, string kind)
    {
        _shared = shared;
        Database = kind == "sqlite" ? LibraryDatabase.InFolder(_folder.Path) : LibraryDatabase.OnServer(shared.Server.NewDatabase());
        Directory.CreateDirectory(Music);
    }

    public LibraryDatabase Database { get; }

    public string Music => _folder["music"];

    public string this[string name] => Path.Combine(Music, name);

    public string Beside(string name) => _folder[name];

    public IFileFinder Finder => new LocalFinder(_shared.Analyzer, threads: 2);

    public LibraryScanner Scanner => new(Database, Finder);

    /// <summary>Makes the library, and lets it follow the folder.</summary>
    public async Task<LibraryHome> CreateAsync()
    {
        await Database.CreateAsync(default);
        await using var context = Database.Connect();
        context.Add(new LibraryFolder { Path = Music });
        await context.SaveChangesAsync();
        return this;
    }

    public Task<ScanSummary> ScanAsync() => Scanner.ScanAsync(null, default);

    public async Task<List<LibraryTrack>> RowsAsync(TrackQuery? query = null)
    {
        await using var context = Database.Connect();
        return await (query ?? new TrackQuery()).Of(context.Tracks.AsNoTracking()).Include(track => track.Sound).ToListAsync();
    }

    public void Dispose() => _folder.Dispose();
}
