namespace MicroGenre.Benchmarks.Fuzzing;

/// <summary>Changes the bytes of a file as damaged disks, cut downloads and careless programs do.</summary>
internal static class Mutation
{
    private const int Most = 6;
    private const int LongestPart = 512;

    private static readonly byte[] TellingBytes = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF];

    /// <summary>A changed copy: up to six changes, or none at all.</summary>
    /// <param name="file">The bytes.</param>
    /// <param name="random">Decides on the changes.</param>
    public static byte[] Of(byte[] file, Random random)
    {
        var bytes = file;
        for (var changes = random.Next(Most + 1); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes = Change(bytes, random);
        }

        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        var at = Place(bytes.Length, random);
        var end = Math.Min(bytes.Length, at + 1 + random.Next(LongestPart));
        return random.Next(9) switch
        {
            0 => With(bytes, at, (byte)(bytes[at] ^ (1 << random.Next(8)))),
            1 => With(bytes, at, (byte)random.Next(256)),
            2 or 3 => With(bytes, at, TellingBytes[random.Next(TellingBytes.Length)]),
            4 => bytes[..at],
            5 => [.. bytes[..at], .. bytes[end..]],
            6 => [.. bytes[..end], .. bytes[at..]],
            7 => [.. bytes[..at], .. Noise(random), .. bytes[at..]],
            _ => [.. bytes[..at], .. new byte[end - at], .. bytes[end..]],
        };
    }

    /// <summary>Half of all places are near the beginning or the end, where headers and tags are.</summary>
    private static int Place(int length, Random random) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(length, 64)),
        1 => length - 1 - random.Next(Math.Min(length, 300)),
        _ => random.Next(length),
    };

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        byte[] changed = [.. bytes];
        changed[at] = value;
        return changed;
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[1 + random.Next(LongestPart)];
        random.NextBytes(noise);
        return noise;
    }
}
