namespace MicroGenre.Cli.Audio;

/// <summary>Hands on what comes in any order, from any thread, one after the other and in the order of its numbers.</summary>
/// <param name="next">Takes the next one, with its number.</param>
internal sealed class InOrder<T>(Action<int, T> next)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, T> _waiting = [];
    private int _number;

    /// <summary>Takes number <paramref name="number"/>, from 0, each of which comes once.</summary>
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
