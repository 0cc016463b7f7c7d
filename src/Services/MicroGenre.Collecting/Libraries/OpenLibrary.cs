using MicroGenre.Collections;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;

namespace MicroGenre.Collecting.Libraries;

/// <summary>The library, opened once it is asked for; one that cannot be opened is tried again by the next call.</summary>
public sealed class OpenLibrary(LibraryDatabase database) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _isOpen;

    /// <summary>The library's catalogue.</summary>
    public LibraryCatalog Catalog { get; } = new(database);

    /// <summary>The library that there is.</summary>
    /// <exception cref="NoLibraryException">There is none.</exception>
    /// <exception cref="LibraryException">It is damaged, or out of reach.</exception>
    public Task<LibraryDatabase> GetAsync(CancellationToken cancellation) => OpenAsync(database.OpenAsync, cancellation);

    /// <summary>The library, made where there is none.</summary>
    /// <exception cref="LibraryException">It is damaged, or cannot be made.</exception>
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
