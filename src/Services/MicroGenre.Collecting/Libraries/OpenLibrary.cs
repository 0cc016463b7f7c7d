using MicroGenre.Collections;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collecting.Libraries;

/// <summary>The library, opened on first use. If it cannot be opened, the next call tries again.</summary>
public sealed class OpenLibrary(LibraryDatabase database) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _isOpen;

    /// <summary>The library's catalogue.</summary>
    public LibraryCatalog Catalog { get; } = new(database);

    /// <summary>Returns the existing library.</summary>
    /// <exception cref="NoLibraryException">The library does not exist.</exception>
    /// <exception cref="LibraryException">The library is damaged or unreachable.</exception>
    public Task<LibraryDatabase> GetAsync(CancellationToken cancellation) => OpenAsync(database.OpenAsync, cancellation);

    /// <summary>Returns the library and creates it if it does not exist.</summary>
    /// <exception cref="LibraryException">The library is damaged, or cannot be created.</exception>
    public Task<LibraryDatabase> MakeAsync(CancellationToken cancellation) => OpenAsync(database.CreateAsync, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<LibraryDatabase> OpenAsync(Func<CancellationToken, Task> open, CancellationToken cancellation)
    {
        if (!_isOpen)
        {
            await _turn.WaitAsync(cancellation);
            try
            {
                await open(cancellation);
                _isOpen = true;
            }
            finally
            {
                _turn.Release();
            }
        }

        return database;
    }
}
