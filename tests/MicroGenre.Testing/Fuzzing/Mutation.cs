namespace MicroGenre.Testing.Fuzzing;

/// <summary>Changes a file's bytes as bad disks, interrupted downloads and faulty programs do.</summary>
public static class Mutation
{
    private const int MostChanges = 6;
    private const int HeaderBytes = 64;
    private const int TrailerBytes = 300;
    private const int LongestPart = 512;

    private static readonly byte[] TellingBytes = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF];

    /// <summary>Returns a copy with up to six changes, possibly none.</summary>
    public static byte[] Of(byte[] file, Random random)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(random);
        byte[] bytes = [.. file];
        for (var changes = random.Next(MostChanges + 1); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes = Change(bytes, random);
        }

        return bytes;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        var at = Place(bytes.Length, random);
        var end = Math.Min(bytes.Length, at + 1 + random.Next(LongestPart));
        switch (random.Next(10))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2 or 3:
                bytes[at] = TellingBytes[random.Next(TellingBytes.Length)];
                return bytes;
            case 4:
                // The largest possible size, positive or negative.
                bytes.AsSpan(at, Math.Min(4, bytes.Length - at)).Fill(0xFF);
                bytes[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0x7F;
                return bytes;
            case 5:
                bytes.AsSpan(at..end).Clear();
                return bytes;
            case 6:
                return bytes[..at];
            case 7:
                return [.. bytes[..at], .. bytes[end..]];
            case 8:
                return [.. bytes[..end], .. bytes[at..]];
            default:
                return [.. bytes[..at], .. Noise(random), .. bytes[at..]];
        }
    }

    /// <summary>Picks a position. Half of all positions are near the beginning or the end, where headers and tags are.</summary>
    private static int Place(int length, Random random) => random.Next(4) switch
    {
        0 => random.Next(Math.Min(length, HeaderBytes)),
        1 => length - 1 - random.Next(Math.Min(length, TrailerBytes)),
        _ => random.Next(length),
    };

    private static byte[] Noise(Random random)
    {
        var noise = new byte[1 + random.Next(LongestPart)];
        random.NextBytes(noise);
        return noise;
    }
}
