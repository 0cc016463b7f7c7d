using MicroGenre.Signal.Decoding;
using MicroGenre.Signal.Tests.Fuzzing;
using MicroGenre.Testing.Fuzzing;

namespace MicroGenre.Signal.Tests;

/// <summary>
/// Damaged files of every format that is decoded in managed code: each ends in samples or in one <see cref="AudioFormatException"/>,
/// quickly and without memory that the file does not justify. <c>microgenre bench fuzz</c> does the same for as long as asked.
/// </summary>
public sealed class FuzzTests
{
    private const int Inputs = 40_000;

    [Fact]
    public void A_stream_that_its_decoder_divides_by_zero_for_ends_there()
    {
        using var source = AudioDecoder.Open(
            new MemoryStream(Samples.Read("divides-by-zero.ogg")), ExternalDecoders.None);
        var samples = new float[1024];
        var frames = 0L;
        for (var got = source.Read(samples); got > 0; got = source.Read(samples))
        {
            frames += got;
        }

        Assert.InRange(frames, 0, source.FrameCount ?? long.MaxValue);
    }

    [Fact]
    public void No_damaged_file_crashes_hangs_or_takes_memory()
    {
        var failures = new List<string>();
        var run = new FuzzRun(DecoderFuzzTargets.All, seed: 0, failure =>
        {
            lock (failures)
            {
                failures.Add($"{failure.Target}, input {failure.Number}: {failure.Reason}");
            }
        });
        run.Run(Inputs, Timeout.InfiniteTimeSpan);

        Assert.Empty(failures);
        Assert.Equal(Inputs, run.Counts.Sum(count => count.Inputs));
        Assert.All(run.Counts, count => Assert.InRange(count.Taken, 1, count.Inputs - 1));
    }
}
