using System.Collections;
using System.Text;

namespace Grpc.Core;

/// <summary>An ordered list of header or trailer entries; a key may occur more than once.</summary>
public sealed class Metadata : IList<Metadata.Entry>
{
    public const string BinaryHeaderSuffix = "-bin";

    public static readonly Metadata Empty = new() { IsReadOnly = true };

    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    public bool IsReadOnly { get; private init; }

    private List<Entry> Writable => IsReadOnly ? throw new InvalidOperationException("Object is read only") : _entries;

    public Entry this[int index]
    {
        get => _entries[index];
        set => Writable[index] = NotNull(value);
    }

    /// <summary>The last entry with a key, or <see langword="null"/>.</summary>
    public Entry? Get(string key) => _entries.FindLast(entry => entry.HasKey(key));

    public string? GetValue(string key) => Get(key)?.Value;

    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    public IEnumerable<Entry> GetAll(string key) => _entries.Where(entry => entry.HasKey(key));

    public void Add(string key, string value) => Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    public void Add(Entry item) => Writable.Add(NotNull(item));

    public void Insert(int index, Entry item) => Writable.Insert(index, NotNull(item));

    public bool Remove(Entry item) => Writable.Remove(item);

    public void RemoveAt(int index) => Writable.RemoveAt(index);

    public void Clear() => Writable.Clear();

    public int IndexOf(Entry item) => _entries.IndexOf(item);

    public bool Contains(Entry item) => _entries.Contains(item);

    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Entry NotNull(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item;
    }

    /// <summary>One key with its value: text, or bytes where the key ends in <see cref="BinaryHeaderSuffix"/>.</summary>
    public class Entry
    {
        private readonly string? _text;
        private readonly byte[] _bytes;

        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = Normalize(key);
            if (Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The key '{Key}' of a text entry must not end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            _text = value;
            _bytes = [];
        }

        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = Normalize(key);
            if (!Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The key '{Key}' of a binary entry must end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            _bytes = [.. valueBytes];
        }

        public string Key { get; }

        public bool IsBinary => _text is null;

        public string Value => _text ?? throw new InvalidOperationException($"The entry '{Key}' is binary and has no text value.");

        public byte[] ValueBytes => _text is null ? [.. _bytes] : Encoding.ASCII.GetBytes(_text);

        public override string ToString() =>
            IsBinary ? $"[Entry: key={Key}, valueBytes={_bytes}]" : $"[Entry: key={Key}, value={_text}]";

        internal bool HasKey(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

        private static string Normalize(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            if (!key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            {
                throw new ArgumentException($"The metadata key '{key}' may only hold letters, digits, '.', '_' and '-'.", nameof(key));
            }

            return key.ToLowerInvariant();
        }
    }
}
