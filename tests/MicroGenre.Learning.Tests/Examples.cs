using MicroGenre.Signal;

namespace MicroGenre.Learning.Tests;

/// <summary>Small made-up data.</summary>
internal static class Examples
{
    public const int Bands = 16;

    /// <summary>Noise in which each genre is louder in a part of the spectrum of its own: easily told apart.</summary>
    public static TrackSet Separable(int tracksPerGenre, int genres = 3, int frames = 40, int seed = 1)
    {
        var random = new SeededRandom(seed);
        var tracks = new List<LabelledTrack>();
        for (var i = 0; i < tracksPerGenre * genres; i++)
        {
            var genre = i % genres;
            var features = new FeatureMatrix(Bands, frames + random.Next(5));
            for (var row = 0; row < Bands; row++)
            {
                var level = row * genres / Bands == genre ? -10 : -50;
                for (var frame = 0; frame < features.Frames; frame++)
                {
                    features[row, frame] = (float)Math.Clamp(level + (8 * random.NextNormal()), -80, 0);
                }
            }

            tracks.Add(new LabelledTrack($"track {i}", genre, features));
        }

        return new TrackSet([.. Enumerable.Range(0, genres).Select(genre => $"genre {genre}")], tracks);
    }

    /// <summary>A matrix whose value tells its place: row + frame / 1000.</summary>
    public static FeatureMatrix Ramp(int rows, int frames)
    {
        var matrix = new FeatureMatrix(rows, frames);
        for (var row = 0; row < rows; row++)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                matrix[row, frame] = row + (frame / 1000f);
            }
        }

        return matrix;
    }
}
