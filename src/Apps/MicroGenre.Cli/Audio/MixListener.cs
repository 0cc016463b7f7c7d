using MicroGenre.Collections.Playlists;
using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Finds the parts of a long mix, with the genre and the energy of each.</summary>
/// <param name="model">The model that tells genres.</param>
/// <param name="least">The shortest part, in seconds; a shorter one goes to the part before it.</param>
internal sealed class MixListener(GenreModel model, double least)
{
    /// <summary>Listens to a mix three times: for its segments, its genres and its energy. Memory hardly grows with its length.</summary>
    /// <param name="audio">The file's bytes; seekable.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public IReadOnlyList<MixPart> Listen(Stream audio, CancellationToken cancellation)
    {
        var settings = model.Card.Recipe.Features;
        var track = new Segmenter(SegmentationSettings.Tuned).Segment(Open, null, cancellation);
        var features = FeatureExtractor.Extract(Open, [settings], cancellation)[0];
        var powers = Powers(Open, cancellation);
        return [.. Joined(track.Segments).Select(part => Describe(part.Start, part.End, features, powers))];

        AudioReader Open()
        {
            audio.Position = 0;
            return AudioFile.Open(audio, settings.SampleRate);
        }
    }

    private List<(double Start, double End)> Joined(IReadOnlyList<Segment> segments)
    {
        var parts = new List<(double Start, double End)>();
        foreach (var segment in segments)
        {
            if (parts.Count > 0 && (segment.Duration < least || parts[^1].End - parts[^1].Start < least
                || parts.Count == CueSheet.MostParts))
            {
                parts[^1] = (parts[^1].Start, segment.End);
            }
            else
            {
                parts.Add((segment.Start, segment.End));
            }
        }

        return parts;
    }

    private MixPart Describe(double start, double end, FeatureMatrix features, double[] powers)
    {
        var settings = model.Card.Recipe.Features;
        var framesPerSecond = (double)settings.SampleRate / settings.HopLength;
        var from = (int)Math.Min(start * framesPerSecond, features.Frames - 1);
        var to = (int)Math.Clamp(end * framesPerSecond, from + 1, features.Frames);
        var probabilities = model.Classify(features.Slice(from, to - from));
        var (best, probability) = model.Card.Labels.Zip(probabilities).MaxBy(genre => genre.Second);
        var power = powers.Skip((int)start).Take(Math.Max(1, (int)Math.Ceiling(end) - (int)start)).DefaultIfEmpty().Average();
        return new MixPart(start, end, model.Card.NameOf(best), probability, power > 0 ? 10 * Math.Log10(power) : null);
    }

    /// <summary>The mean square of the samples of each second.</summary>
    private static double[] Powers(Func<AudioReader> open, CancellationToken cancellation)
    {
        using var reader = open();
        var powers = new List<double>();
        var second = new float[reader.SampleRate];
        while (reader.Read(second) is > 0 and var count)
        {
            cancellation.ThrowIfCancellationRequested();
            var sum = 0.0;
            foreach (var sample in second.AsSpan(0, count))
            {
                sum += (double)sample * sample;
            }

            powers.Add(sum / count);
        }

        return [.. powers];
    }
}
