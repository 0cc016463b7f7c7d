using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

/// <summary>The lists of the shared spectrograms: uint8, 255 for 0 dB and 0 for −80 dB.</summary>
internal static class GtzanSpectrograms
{
    public static TrackSet Read(string list)
    {
        var array = Npy.ReadByte(SharedData.PathOf("data", "gtzan-mel", $"{list}.npy"));
        var rows = File.ReadLines(SharedData.PathOf("data", "gtzan-mel", $"{list}.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var genres = rows.Select(row => row[2]).Distinct().Order(StringComparer.Ordinal).ToList();
        var (bands, frames) = (array.Shape[1], array.Shape[2]);
        var size = bands * frames;
        return new TrackSet(genres, [.. rows.Select((row, i) => new LabelledTrack(
            row[1],
            genres.IndexOf(row[2]),
            new FeatureMatrix(
                bands, frames, Array.ConvertAll(array.Values[(i * size)..((i + 1) * size)], value => (value * 80f / 255) - 80))))]);
    }
}
