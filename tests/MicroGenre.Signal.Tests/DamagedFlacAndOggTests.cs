using MicroGenre.Signal.Decoding;

namespace MicroGenre.Signal.Tests;

/// <summary>FLAC and Ogg files with damage that leaves the rest readable.</summary>
public sealed class DamagedFlacAndOggTests
{
    private const int FlacBlock = 1152;

    [SndFileTheory]
    [InlineData(0.1, 1)]
    [InlineData(0.5, 400)]
    [InlineData(0.8, 5000)]
    public void Frames_of_FLAC_behind_damage_are_read(double at, int bytes)
    {
        var clean = Samples.Decode(Samples.ChirpFlac, ExternalDecoders.Installed);
        var file = (byte[])Samples.ChirpFlac.Clone();
        foreach (ref var value in file.AsSpan((int)(at * file.Length), bytes))
        {
            value ^= 0x5A;
        }

        var clip = Samples.Decode(file, ExternalDecoders.Installed);
        var lost = clean.Samples.Length - clip.Samples.Length;
        var hurtFrames = 2 + (bytes / (file.Length / (clean.Samples.Length / FlacBlock)));
        Assert.InRange(lost, FlacBlock, (hurtFrames + 1) * FlacBlock);
        Assert.Equal((double)lost / clip.SampleRate, clip.Damage!.SecondsLost, 1e-9);
        Assert.True(clip.Damage.SkippedBytes >= bytes);
        // What was before the damage and what is behind it is as it was.
        Assert.Equal(clean.Samples[..FlacBlock], clip.Samples[..FlacBlock]);
        Assert.Equal(clean.Samples[^1000..], clip.Samples[^1000..]);
    }

    [SndFileTheory]
    [InlineData(0.3)]
    [InlineData(0.7)]
    public void FLAC_that_is_cut_off_says_how_much_is_missing(double at)
    {
        var clip = Samples.Decode(Samples.ChirpFlac[..(int)(at * Samples.ChirpFlac.Length)], ExternalDecoders.Installed);
        Assert.Equal(2, clip.Source.Duration.TotalSeconds + clip.Damage!.SecondsLost, 1e-6);
        Assert.True(clip.Damage.IsPartial);
    }

    [SndFileTheory]
    [InlineData(7)]
    [InlineData(3000)]
    public void FLAC_and_Ogg_are_found_behind_other_bytes(int junk)
    {
        foreach (var file in new[] { Samples.ChirpFlac, Samples.ToneOgg })
        {
            var clip = Samples.Decode([.. new byte[junk], .. file], ExternalDecoders.Installed);
            Assert.Equal(Samples.Decode(file, ExternalDecoders.Installed).Samples, clip.Samples);
            Assert.Equal(new AudioDamage(junk, 0), clip.Damage);
        }
    }

    [SndFileTheory]
    [InlineData("ID3v1", 0)]
    [InlineData("zeros", 1000)]
    [InlineData("a cut page", 500)]
    public void The_length_of_Ogg_is_that_of_its_pages(string tail, int skipped)
    {
        byte[] behind = tail switch
        {
            "ID3v1" => [.. "TAG"u8, .. new byte[125]],
            "zeros" => new byte[1000],
            _ => Samples.ToneOgg[^500..],
        };
        foreach (var decoders in new[] { ExternalDecoders.Installed, ExternalDecoders.None })
        {
            var clip = Samples.Decode([.. Samples.ToneOgg, .. behind], decoders);
            Assert.Equal(1, clip.Source.Duration.TotalSeconds, 0.01);
            Assert.Equal(1, clip.Duration.TotalSeconds, 0.01);
            Assert.Equal(skipped, clip.Damage?.SkippedBytes ?? 0);
        }
    }

    [SndFileTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ogg_that_is_cut_off_has_the_length_of_what_is_left(bool managed)
    {
        var clip = Samples.Decode(
            Samples.ToneOgg[..(Samples.ToneOgg.Length - 100)], managed ? ExternalDecoders.None : ExternalDecoders.Installed);
        Assert.Equal(clip.Duration, clip.Source.Duration);
        Assert.True(clip.Damage!.SkippedBytes > 0);
    }
}
