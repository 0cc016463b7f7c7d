namespace MicroGenre.Testing.Fuzzing;

/// <summary>Damages bytes.</summary>
public static class Mutation
{
    private const int HeaderBytes = 64;
    private const int MostChanges = 5;

    /// <summary>A copy with one to five changes, half of them near the start: bytes and bits changed, cut off, put in, repeated, set to extremes.</summary>
    public static byte[] Of(byte[] seed, Random random)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(random);
        var file = seed.ToList();
        for (var change = random.Next(1, MostChanges + 1); change > 0 && file.Count > 0; change--)
        {
            var at = random.Next(2) == 0 ? random.Next(Math.Min(HeaderBytes, file.Count)) : random.Next(file.Count);
            switch (random.Next(6))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file.RemoveRange(at, file.Count - at);
                    break;
                case 3:
                    file.InsertRange(at, new byte[random.Next(1, 9)]);
                    break;
                case 4:
                    for (var i = at; i < Math.Min(at + 4, file.Count); i++)
                    {
                        file[i] = (byte)(random.Next(2) == 0 ? 0xFF : 0x7F);
                    }

                    break;
                default:
                    file.AddRange(file[at..]);
                    break;
            }
        }

        return [.. file];
    }
}
