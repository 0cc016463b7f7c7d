using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal.Tests;

/// <summary>
/// Damaged files of every format that is decoded here: each ends in samples or in one <see cref="AudioFormatException"/>, quickly and without
/// memory that the file does not justify. MICROGENRE_FUZZ_MUTATIONS asks for more than the usual number of files.
/// </summary>
public sealed class FuzzTests
{
    private const int UsualMutations = 200_000;
    private const long MaxBytesPerFile = 4_000_000;

    [Fact]
    public void No_damaged_file_crashes_hangs_or_takes_memory()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("MICROGENRE_FUZZ_MUTATIONS"), out var asked) ? asked : UsualMutations;
        var seeds = Seeds();
        Parallel.For(0, count, mutation =>
        {
            var file = Mutate(seeds[mutation % seeds.Length], new Random(mutation));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Decode(file);
            }
            catch (AudioFormatException error)
            {
                Assert.InRange(error.ByteOffset ?? 0, 0, file.Length);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Mutation {mutation}: {error.Message}", error);
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < MaxBytesPerFile, $"Mutation {mutation} of {file.Length} bytes took much memory.");
        });
    }

    private static void Decode(byte[] file)
    {
        using var source = AudioDecoder.Open(new MemoryStream(file), ExternalDecoders.None);
        var samples = new float[source.Info.Channels * 64];
        var frames = 0L;
        for (var got = source.Read(samples); got > 0; got = source.Read(samples))
        {
            frames += got;
        }

        Assert.True(frames <= file.Length && frames <= source.FrameCount);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var file = seed.ToList();
        for (var change = random.Next(1, 6); change > 0 && file.Count > 0; change--)
        {
            var at = random.Next(2) == 0 ? random.Next(Math.Min(64, file.Count)) : random.Next(file.Count);
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

    private static byte[][] Seeds()
    {
        var noise = new byte[96];
        new Random(1).NextBytes(noise);
        return
        [
            AudioFiles.Wav(1, 2, 44100, 16, noise),
            AudioFiles.Wav(1, 1, 8000, 8, noise),
            AudioFiles.Wav(1, 1, 22050, 24, noise),
            AudioFiles.Wav(3, 1, 22050, 32, noise),
            AudioFiles.Wav(3, 2, 48000, 64, noise),
            AudioFiles.Wav(6, 1, 8000, 8, noise),
            AudioFiles.Wav("RIFF", null, AudioFiles.Chunk("LIST", noise[..7]), AudioFiles.Chunk("fmt ", AudioFiles.WavExtensible(1, 2, 22050, 20, 24)), AudioFiles.Chunk("data", noise)),
            AudioFiles.Wav("RF64", uint.MaxValue, AudioFiles.Chunk("ds64", [.. AudioFiles.Doubles([0, 1e-322]), .. noise[..12]]), AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, 22050, 16)), AudioFiles.Chunk("data", noise, size: uint.MaxValue)),
            AudioFiles.Wav("RIFX", null, AudioFiles.Chunk("fmt ", AudioFiles.WavFormat(1, 1, 22050, 16, bigEndian: true), bigEndian: true), AudioFiles.Chunk("data", noise, bigEndian: true)),
            AudioFiles.Au(1, 1, 8000, noise),
            AudioFiles.Au(3, 2, 22050, noise),
            AudioFiles.Au(4, 1, 22050, noise, bigEndian: false),
            AudioFiles.Au(7, 1, 22050, noise, size: uint.MaxValue),
            AudioFiles.Aiff(null, 2, 44100, 16, noise),
            AudioFiles.Aiff(null, 1, 22050, 24, noise, soundFirst: true, offset: 3),
            AudioFiles.Aiff("sowt", 1, 22050, 16, noise),
            AudioFiles.Aiff("fl64", 1, 22050, 64, noise),
            AudioFiles.Aiff("ulaw", 1, 8000, 8, noise),
        ];
    }
}
