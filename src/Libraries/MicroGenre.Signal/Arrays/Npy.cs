using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace MicroGenre.Signal;

/// <summary>
/// Reads and writes NumPy's <c>.npy</c> files: float32, float64 and uint8 arrays of any number of dimensions, format versions 1 and 2,
/// little-endian, C order (the format is described in numpy.lib.format).
/// </summary>
public static partial class Npy
{
    private const int Alignment = 64;
    private const int ReadBlock = 1 << 20;
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads a float32 array.</summary>
    /// <exception cref="InvalidDataException">The file is not a .npy file, has another element type, or is truncated.</exception>
    public static NpyArray<float> ReadSingle(string path) => ReadFile<float>(path);

    /// <inheritdoc cref="ReadSingle(string)"/>
    public static NpyArray<float> ReadSingle(Stream stream) => Read<float>(stream, "the stream");

    /// <summary>Reads a float64 array.</summary>
    /// <exception cref="InvalidDataException">The file is not a .npy file, has another element type, or is truncated.</exception>
    public static NpyArray<double> ReadDouble(string path) => ReadFile<double>(path);

    /// <inheritdoc cref="ReadDouble(string)"/>
    public static NpyArray<double> ReadDouble(Stream stream) => Read<double>(stream, "the stream");

    /// <summary>Reads a uint8 array.</summary>
    /// <exception cref="InvalidDataException">The file is not a .npy file, has another element type, or is truncated.</exception>
    public static NpyArray<byte> ReadByte(string path) => ReadFile<byte>(path);

    /// <inheritdoc cref="ReadByte(string)"/>
    public static NpyArray<byte> ReadByte(Stream stream) => Read<byte>(stream, "the stream");

    /// <summary>Returns the element type of a file: <see cref="float"/>, <see cref="double"/> or <see cref="byte"/>.</summary>
    /// <exception cref="InvalidDataException">The file is not a .npy file, or has another element type.</exception>
    public static Type ElementTypeOf(string path)
    {
        using var stream = File.OpenRead(path);
        return MatchHeader(stream, path).Groups["descr"].Value switch
        {
            "<f4" => typeof(float),
            "<f8" => typeof(double),
            "|u1" => typeof(byte),
            var other =>
                throw new InvalidDataException($"{path}: holds elements of type '{other}'; float32, float64 and uint8 are supported."),
        };
    }

    /// <summary>Reads a float32 matrix <c>[rows, frames]</c>; a one-dimensional array becomes a single row.</summary>
    /// <exception cref="InvalidDataException">The file is not a .npy file, or its array has more than two dimensions.</exception>
    public static FeatureMatrix ReadMatrix(string path)
    {
        var array = ReadSingle(path);
        return array.Shape is [var frames]
            ? new FeatureMatrix(1, frames, array.Values)
            : new FeatureMatrix(array.AsMatrixShape().Rows, array.AsMatrixShape().Columns, array.Values);
    }

    /// <summary>Writes an array of float32, float64 or uint8 to a file.</summary>
    /// <exception cref="ArgumentException"><paramref name="shape"/> does not fit the number of values.</exception>
    public static void Write<T>(string path, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        using var stream = File.Create(path);
        Write(stream, values, shape);
    }

    /// <summary>Writes an array of float32, float64 or uint8 to a stream.</summary>
    /// <exception cref="ArgumentException"><paramref name="shape"/> does not fit the number of values.</exception>
    public static void Write<T>(Stream stream, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        var count = 1L;
        foreach (var length in shape)
        {
            count *= length;
        }

        if (count != values.Length)
        {
            throw new ArgumentException(
                $"The shape ({string.Join(", ", shape.ToArray())}) needs {count} values, not {values.Length}.", nameof(shape));
        }

        stream.Write(Header(Descriptor<T>(), shape));
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes a matrix as a float32 array <c>[rows, frames]</c>.</summary>
    public static void Write(string path, FeatureMatrix matrix) => Write<float>(path, matrix.Values, matrix.Rows, matrix.Frames);

    /// <inheritdoc cref="Write(string, FeatureMatrix)"/>
    public static void Write(Stream stream, FeatureMatrix matrix) => Write<float>(stream, matrix.Values, matrix.Rows, matrix.Frames);

    private static byte[] Header(string descriptor, ReadOnlySpan<int> shape)
    {
        var lengths = string.Join(", ", shape.ToArray()) + (shape.Length == 1 ? "," : "");
        var text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({lengths}), }}";
        var prefix = Magic.Length + 4;
        var padding = (Alignment - ((prefix + text.Length + 1) % Alignment)) % Alignment;
        var header = new byte[prefix + text.Length + padding + 1];
        Magic.CopyTo(header, 0);
        header[Magic.Length] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length + 2), (ushort)(header.Length - prefix));
        Encoding.ASCII.GetBytes((text + new string(' ', padding) + '\n').AsSpan(), header.AsSpan(prefix));
        return header;
    }

    private static NpyArray<T> ReadFile<T>(string path)
        where T : unmanaged
    {
        using var stream = File.OpenRead(path);
        return Read<T>(stream, path);
    }

    private static NpyArray<T> Read<T>(Stream stream, string name)
        where T : unmanaged
    {
        var match = MatchHeader(stream, name);
        var descriptor = match.Groups["descr"].Value;
        if (!descriptor.Equals(Descriptor<T>(), StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{name}: holds elements of type '{descriptor}', not '{Descriptor<T>()}'.");
        }

        if (match.Groups["fortran"].ValueSpan is "True")
        {
            throw new InvalidDataException($"{name}: is in Fortran order; save it in C order.");
        }

        var shape = ParseShape(match.Groups["shape"].Value, name);
        var count = shape.Aggregate(1L, (product, length) => product * length is >= 0 and <= int.MaxValue and var next
            ? next
            : throw new InvalidDataException($"{name}: the array has more than {int.MaxValue} values."));
        return new NpyArray<T>(shape, ReadValues<T>(stream, (int)count, name));
    }

    private static Match MatchHeader(Stream stream, string name)
    {
        var header = ReadHeader(stream, name);
        var match = HeaderPattern().Match(header);
        return match.Success ? match : throw new InvalidDataException($"{name}: the .npy header is not understood: {header.Trim()}");
    }

    private static string ReadHeader(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
        {
            throw new InvalidDataException($"{name}: is not a .npy file.");
        }

        var version = start[6];
        if (version is not (1 or 2))
        {
            throw new InvalidDataException($"{name}: .npy version {version} is not supported (1 and 2 are).");
        }

        Span<byte> size = stackalloc byte[4];
        size.Clear();
        var sizeBytes = version == 1 ? 2 : 4;
        ReadFully(stream, size[..sizeBytes], name);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > ReadBlock)
        {
            throw new InvalidDataException($"{name}: a .npy header of {length} bytes is not plausible.");
        }

        var header = new byte[length];
        ReadFully(stream, header, name);
        return Encoding.Latin1.GetString(header);
    }

    private static int[] ParseShape(string text, string name)
    {
        var lengths = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.ConvertAll(lengths, length => int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"{name}: the shape ({text}) is not understood."));
    }

    /// <summary>Reads the values block by block, so that a header that claims too many values cannot exhaust the memory.</summary>
    private static T[] ReadValues<T>(Stream stream, int count, string name)
        where T : unmanaged
    {
        var values = new T[Math.Min(count, ReadBlock)];
        var read = 0;
        while (true)
        {
            ReadFully(stream, MemoryMarshal.AsBytes(values.AsSpan(read)), name);
            read = values.Length;
            if (read == count)
            {
                return values;
            }

            Array.Resize(ref values, (int)Math.Min(count, 2L * read));
        }
    }

    private static void ReadFully(Stream stream, Span<byte> destination, string name)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
        {
            throw new InvalidDataException($"{name}: the .npy file ends too early.");
        }
    }

    private static string Descriptor<T>()
        where T : unmanaged => typeof(T) == typeof(float) ? "<f4"
        : typeof(T) == typeof(double) ? "<f8"
        : typeof(T) == typeof(byte) ? "|u1"
        : throw new NotSupportedException($"Arrays of {typeof(T).Name} are not supported: float, double and byte are.");

    [GeneratedRegex(
        @"^\s*\{(?=.*'descr':\s*'(?<descr>[^']*)')(?=.*'fortran_order':\s*(?<fortran>True|False))(?=.*'shape':\s*\((?<shape>[^)]*)\))",
            RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderPattern();
}
