using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Networks.Training;

/// <summary>Cuts random crops from training tracks and changes them at random.</summary>
internal sealed class Augmentation(AugmentationSettings settings, RowScaler scaler, int frames)
{
    private readonly float[] _offsets = new float[scaler.Mean.Length];

    /// <summary>Writes a random crop of the track, scaled and augmented, <c>[rows, frames]</c>.</summary>
    public void RandomCrop(FeatureMatrix track, SeededRandom random, Span<float> destination)
    {
        var speed = 1 + (settings.TimeStretch * ((2 * random.NextDouble()) - 1));
        var span = Math.Max(1, (int)Math.Round(frames * speed));
        var start = random.Next(Math.Max(1, track.Frames - span + 1));
        if (span == frames)
        {
            Crop.Copy(track, start, frames, scaler, destination);
        }
        else
        {
            CopyStretched(track, start, (double)span / frames, destination);
        }

        if (settings.RowShift > 0)
        {
            RowShift.Apply(destination, frames, random.Next((2 * settings.RowShift) + 1) - settings.RowShift);
        }

        ChangeLevels(random, destination);
        Blank(random, destination, track.Rows);
    }

    // Linear interpolation between frames.
    private void CopyStretched(FeatureMatrix track, int start, double speed, Span<float> destination)
    {
        for (var row = 0; row < track.Rows; row++)
        {
            var source = track.Row(row);
            var target = destination.Slice(row * frames, frames);
            var (mean, factor) = (scaler.Mean[row], scaler.Factor[row]);
            for (var frame = 0; frame < frames; frame++)
            {
                var position = start + (frame * speed);
                var before = (int)position;
                var share = (float)(position - before);
                var value = (source[before % source.Length] * (1 - share)) + (source[(before + 1) % source.Length] * share);
                target[frame] = (value - mean) * factor;
            }
        }
    }

    private void ChangeLevels(SeededRandom random, Span<float> crop)
    {
        if (settings is { GainDecibels: 0, EqualizerDecibels: 0 })
        {
            return;
        }

        Array.Fill(_offsets, (float)(settings.GainDecibels * random.NextNormal()));
        if (settings.EqualizerDecibels > 0)
        {
            var points = new double[Math.Max(2, settings.EqualizerPoints)];
            for (var i = 0; i < points.Length; i++)
            {
                points[i] = settings.EqualizerDecibels * random.NextNormal();
            }

            for (var row = 0; row < _offsets.Length; row++)
            {
                var position = (double)row * (points.Length - 1) / Math.Max(1, _offsets.Length - 1);
                var before = Math.Min((int)position, points.Length - 2);
                var share = position - before;
                _offsets[row] += (float)((points[before] * (1 - share)) + (points[before + 1] * share));
            }
        }

        for (var row = 0; row < _offsets.Length; row++)
        {
            var offset = _offsets[row] * scaler.Factor[row];
            foreach (ref var value in crop.Slice(row * frames, frames))
            {
                value += offset;
            }
        }
    }

    // Masked values become zero, the middle of the scaled range.
    private void Blank(SeededRandom random, Span<float> crop, int rows)
    {
        if (settings.FrequencyMask > 0)
        {
            var width = random.Next(Math.Min(settings.FrequencyMask, rows) + 1);
            crop.Slice(random.Next(rows - width + 1) * frames, width * frames).Clear();
        }

        if (settings.TimeMask > 0)
        {
            var width = random.Next(Math.Min(settings.TimeMask, frames) + 1);
            var start = random.Next(frames - width + 1);
            for (var row = 0; row < rows; row++)
            {
                crop.Slice((row * frames) + start, width).Clear();
            }
        }
    }
}
