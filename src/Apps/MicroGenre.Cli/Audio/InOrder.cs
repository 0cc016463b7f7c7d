namespace MicroGenre.Cli.Audio;

/// <summary>Forwards numbered items, which arrive in any order and from any thread, one at a time and in order.</summary>
/// <param name="next">Receives the next item with its number.</param>
internal sealed class InOrder<T>(Action<int, T> next)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, T> _waiting = [];
    private int _number;

    /// <summary>Adds item <paramref name="number"/>, counted from 0. Each number is added once.</summary>
    public void Add(int number, T item)
    {
        lock (_lock)
        {
            _waiting.Add(number, item);
            while (_waiting.Remove(_number, out var due))
            {
                next(_number++, due);
            }
        }
    }
}
