using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Benchmarks.Explanations;

/// <summary>
/// Whether explanations find a cue: seconds of a track of one genre, mixed into a track of another at a place that chance chooses. The
/// model knows neither artist, and recognises both tracks as they are. A cue is found where the span of its length that speaks most for
/// its genre covers at least half of it. What the model does not hear, no explanation can show: a cue counts as heard where it raises the
/// logit of its genre by at least 1.
/// </summary>
internal static class PlantedCues
{
    private const double HeardLogit = 1;

    // What counts as heard was chosen by the cues of seed 1; these are others.
    private const int Seed = 2;

    private static readonly double[] Seconds = [5, 7.5, 10];
    private static readonly int[] Levels = [0, 6, 12];

    public static BenchmarkTable Measure(FoldedModels models, int count)
    {
        var known = Enumerable.Range(0, models.Tracks.Tracks.Count).Where(track => IsKnown(models, track)).ToList();
        var random = new SeededRandom(Seed);
        var cues = Enumerable.Range(0, count)
            .SelectMany(i => Measure(models, known, random, Seconds[i % Seconds.Length])).ToLookup(cue => cue.Level);
        return new BenchmarkTable(
            $"{count} cues of {string.Join(", ", Seconds.Select(seconds => $"{seconds:0.#}"))} s, mixed into tracks of 30 s",
            ["cue above the track", "found", "found by chance", "heard by the model", "found of those heard"],
            [.. Levels.Select(level => (string[])[
                $"{level} dB",
                $"{cues[level].Average(cue => cue.IsFound ? 1.0 : 0):0.0 %}",
                $"{cues[level].Average(cue => cue.Chance):0.0 %}",
                $"{cues[level].Average(cue => cue.IsHeard ? 1.0 : 0):0.0 %}",
                $"{cues[level].Where(cue => cue.IsHeard).Average(cue => cue.IsFound ? 1.0 : 0):0.0 %}"])]);
    }

    private static IEnumerable<Cue> Measure(FoldedModels models, List<int> known, SeededRandom random, double seconds)
    {
        var host = known[random.Next(known.Count)];
        var guests = known.Where(track => models.FoldOf(track) == models.FoldOf(host) && GenreOf(models, track) != GenreOf(models, host))
            .ToList();
        var guest = guests[random.Next(guests.Count)];
        var model = models.For(host);
        var (genre, settings) = (model.Card.Labels[GenreOf(models, guest)], model.Card.Recipe.Features);
        var (track, other) = (models.Tracks.Tracks[host].Features, models.Tracks.Tracks[guest].Features);
        var frameSeconds = (double)settings.HopLength / settings.SampleRate;
        var frames = (int)Math.Round(seconds / frameSeconds);
        var (start, from) = (random.Next(track.Frames - frames + 1), random.Next(other.Frames - frames + 1));
        var before = model.Explain(track, genre).Explanation.Logit;
        foreach (var level in Levels)
        {
            var why = model.Explain(Mix(track, other, start, from, frames, level), genre).Explanation;
            var sums = SpanSums(why, track.Frames, frames, frameSeconds);
            yield return new Cue(
                level,
                IsFound(Array.IndexOf(sums, sums.Max())),
                Enumerable.Range(0, sums.Length).Average(place => IsFound(place) ? 1.0 : 0),
                why.Logit - before >= HeardLogit);
        }

        bool IsFound(int place) => 2 * Math.Abs(place - start) <= frames;
    }

    private static int GenreOf(FoldedModels models, int track) => models.Tracks.Tracks[track].Genre;

    private static bool IsKnown(FoldedModels models, int track)
    {
        var answer = models.For(track).Classify(models.Tracks.Tracks[track].Features);
        return Array.IndexOf(answer, answer.Max()) == GenreOf(models, track);
    }

    private static FeatureMatrix Mix(FeatureMatrix host, FeatureMatrix guest, int start, int from, int frames, int level)
    {
        var mixed = new FeatureMatrix(host.Rows, host.Frames, [.. host.Values]);
        for (var row = 0; row < host.Rows; row++)
        {
            var target = mixed.Row(row).Slice(start, frames);
            var added = guest.Row(row).Slice(from, frames);
            for (var frame = 0; frame < frames; frame++)
            {
                target[frame] = (float)(10 * Math.Log10(Math.Pow(10, target[frame] / 10) + Math.Pow(10, (added[frame] + level) / 10)));
            }
        }

        return mixed;
    }

    // For each place the contributions within a span that begins there.
    private static double[] SpanSums(Explanation why, int trackFrames, int frames, double frameSeconds)
    {
        var values = new double[trackFrames];
        foreach (var part in why.Contributions)
        {
            var (from, to) = ((int)Math.Round(part.Start / frameSeconds), (int)Math.Round(part.End / frameSeconds));
            for (var frame = from; frame < to; frame++)
            {
                values[frame] += part.Value / (to - from);
            }
        }

        return [.. Enumerable.Range(0, trackFrames - frames + 1).Select(start => values.AsSpan(start, frames).ToArray().Sum())];
    }

    private sealed record Cue(int Level, bool IsFound, double Chance, bool IsHeard);
}
