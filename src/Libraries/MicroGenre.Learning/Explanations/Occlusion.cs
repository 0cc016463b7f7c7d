using MicroGenre.Signal;

namespace MicroGenre.Learning;

/// <summary>
/// Explains any classifier: each part of a track is flattened to the mean of its rows over the track, and what the logit loses is the
/// part's contribution (Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014).
/// </summary>
internal static class Occlusion
{
    private const int Bands = 8;
    private const int Slots = 16;

    /// <summary>Explains the logit of a genre.</summary>
    /// <param name="track">The track.</param>
    /// <param name="settings">What its rows and frames are.</param>
    /// <param name="logits">Asks the classifier for the genre's logit.</param>
    /// <returns>The logit and its parts.</returns>
    public static (LogitParts Parts, IReadOnlyList<Contribution> Contributions) Explain(
        FeatureMatrix track, FeatureSettings settings, Func<IReadOnlyList<FeatureMatrix>, IEnumerable<double>> logits)
    {
        var (slots, bands) = (Math.Min(Slots, track.Frames), settings is MelSettings ? Math.Min(Bands, track.Rows) : 1);
        var means = Means(track);
        var cells = (from slot in Enumerable.Range(0, slots) from band in Enumerable.Range(0, bands) select (slot, band)).ToList();
        var without = cells.Chunk(Scores.BatchSize).SelectMany(batch => logits(
            [.. batch.Select(cell => Flatten(track, means, Frames(cell.slot), Rows(cell.band)))]));
        var logit = logits([track]).Single();
        Contribution[] contributions =
        [
            .. cells.Zip(without, (cell, left) => FrequencyTimeCell
                .Of(settings, Frames(cell.slot).Start.Value, Frames(cell.slot).End.Value, cell.band, bands)
                .Contribute(Evidence.Any, logit - left)),
        ];
        return (new LogitParts(logit, logit - contributions.Sum(part => part.Value)), contributions);

        Range Frames(int slot) => (slot * track.Frames / slots)..((slot + 1) * track.Frames / slots);
        Range Rows(int band) => (band * track.Rows / bands)..((band + 1) * track.Rows / bands);
    }

    private static float[] Means(FeatureMatrix track)
    {
        var means = new float[track.Rows];
        for (var row = 0; row < means.Length; row++)
        {
            var sum = 0.0;
            foreach (var value in track.Row(row))
            {
                sum += value;
            }

            means[row] = (float)(sum / track.Frames);
        }

        return means;
    }

    private static FeatureMatrix Flatten(FeatureMatrix track, float[] means, Range frames, Range rows)
    {
        var flattened = new FeatureMatrix(track.Rows, track.Frames, [.. track.Values]);
        for (var row = rows.Start.Value; row < rows.End.Value; row++)
        {
            flattened.Row(row)[frames].Fill(means[row]);
        }

        return flattened;
    }
}
