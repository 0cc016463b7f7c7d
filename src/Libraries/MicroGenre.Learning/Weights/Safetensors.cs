using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroGenre.Learning;

/// <summary>
/// Reads and writes <c>.safetensors</c> files, the format in which PyTorch programs exchange weights: the length of a JSON header (8
/// bytes), the header with each tensor's type, shape and position, then the values.
/// </summary>
/// <example><code>
/// foreach (var (name, tensor) in Safetensors.Read("weights.safetensors"))
/// {
///     Console.WriteLine($"{name}: {string.Join(" × ", tensor.Shape)}");
/// }
/// </code></example>
public static class Safetensors
{
    private const int LengthBytes = sizeof(ulong);
    private const ulong LongestHeader = 100_000_000;
    private const string MetadataName = "__metadata__";
    private static readonly Dictionary<string, TensorType> Types = Enum.GetValues<TensorType>()
        .ToDictionary(type => type.ToString(), StringComparer.Ordinal);

    /// <summary>Reads every tensor of a file.</summary>
    /// <exception cref="InvalidDataException">The file is not a safetensors file, is truncated, holds an unsupported type, or has an
    /// inconsistent header.</exception>
    public static IReadOnlyDictionary<string, TensorData> Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return Read(stream);
        }
        catch (Exception exception) when (
            exception is InvalidDataException or JsonException or EndOfStreamException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}' is not a readable safetensors file: {exception.Message}", exception);
        }
    }

    /// <summary>Writes tensors, ordered by name, and optional text metadata.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, TensorData> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        using var stream = File.Create(path);
        Write(stream, tensors, metadata);
    }

    /// <inheritdoc cref="Write(string, IReadOnlyDictionary{string, TensorData}, IReadOnlyDictionary{string, string}?)"/>
    public static void Write(Stream stream, IReadOnlyDictionary<string, TensorData> tensors,
        IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = new JsonObject();
        if (metadata is { Count: > 0 })
        {
            header[MetadataName] = new JsonObject(metadata.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }

        // The widest types first, so that every tensor is aligned to the size of its elements.
        var ordered = tensors.OrderByDescending(pair => TensorData.SizeOf(pair.Value.Type)).ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .ToList();
        var offset = 0L;
        foreach (var (name, tensor) in ordered)
        {
            header[name] = new JsonObject
            {
                ["dtype"] = tensor.Type.ToString(),
                ["shape"] = new JsonArray([.. tensor.Shape.Select(length => (JsonNode)length)]),
                ["data_offsets"] = new JsonArray(offset, offset += tensor.Bytes.Length),
            };
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        var padding = (LengthBytes - (json.Length % LengthBytes)) % LengthBytes;
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)(json.Length + padding));
        stream.Write(length);
        stream.Write(json);
        stream.Write("        "u8[..padding]);
        foreach (var (_, tensor) in ordered)
        {
            stream.Write(tensor.Bytes);
        }
    }

    private static Dictionary<string, TensorData> Read(Stream stream)
    {
        Span<byte> lengthBytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(lengthBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > LongestHeader || length > (ulong)(stream.Length - LengthBytes))
        {
            throw new InvalidDataException($"its header claims {length} bytes.");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        using var header = JsonDocument.Parse(json);
        var start = LengthBytes + (long)length;
        var unread = stream.Length - start;
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal);
        foreach (var entry in header.RootElement.EnumerateObject().Where(entry => !entry.NameEquals(MetadataName)))
        {
            // Overlapping tensors would let a small file exhaust the memory.
            var tensor = ReadTensor(stream, start, unread, entry);
            unread -= tensor.Bytes.Length;
            tensors[entry.Name] = tensor;
        }

        return tensors;
    }

    private static TensorData ReadTensor(Stream stream, long start, long unread, JsonProperty entry)
    {
        if (entry.Value.ValueKind != JsonValueKind.Object || !entry.Value.TryGetProperty("dtype", out var type)
            || !entry.Value.TryGetProperty("shape", out var shape) || !entry.Value.TryGetProperty("data_offsets", out var offsets))
        {
            throw new InvalidDataException($"tensor '{entry.Name}' lacks its dtype, shape or data_offsets.");
        }

        if (type.ValueKind != JsonValueKind.String || !Types.TryGetValue(type.GetString()!, out var tensorType))
        {
            throw new InvalidDataException($"tensor '{entry.Name}' has the type {type}, which is not supported.");
        }

        if (ReadNumbers(shape) is not { } lengths || SizeOf(tensorType, lengths) is not { } size)
        {
            throw new InvalidDataException($"tensor '{entry.Name}' has the shape {shape}, which no array has.");
        }

        if (ReadNumbers(offsets) is not [var from, var to] || from < 0 || to < from || to > stream.Length - start || to - from != size)
        {
            throw new InvalidDataException(
                $"tensor '{entry.Name}' lies at bytes {offsets}, but needs {size} and the file has {stream.Length - start}.");
        }

        if (size > unread)
        {
            throw new InvalidDataException($"tensor '{entry.Name}' lies where another one does.");
        }

        var bytes = new byte[size];
        stream.Position = start + from;
        stream.ReadExactly(bytes);
        return new TensorData(tensorType, lengths, bytes);
    }

    private static long[]? ReadNumbers(JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new long[array.GetArrayLength()];
        var i = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out numbers[i++]))
            {
                return null;
            }
        }

        return numbers;
    }

    /// <summary>The size of an array in bytes; <see langword="null"/> if the shape is impossible.</summary>
    private static long? SizeOf(TensorType type, long[] shape)
    {
        // Both factors are below 2^31 each time, so that no product overflows.
        long size = TensorData.SizeOf(type);
        foreach (var length in shape)
        {
            if (length < 0 || length > Array.MaxLength || (size *= length) > Array.MaxLength)
            {
                return null;
            }
        }

        return size;
    }
}
