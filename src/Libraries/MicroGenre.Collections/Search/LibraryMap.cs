using MicroGenre.Learning;

namespace MicroGenre.Collections.Search;

/// <summary>
/// A map of a library in two dimensions: the two directions in which the embeddings of its tracks vary most (principal components). Tracks
/// that are close to each other in the model's space are close on the map. The same tracks give the same map.
/// </summary>
/// <param name="Labels">The genres of the tracks, in ordinal order.</param>
/// <param name="Places">The places, by the tracks' IDs.</param>
/// <example><code>
/// var database = LibraryDatabase.InFolder("/home/me/models");
/// var similar = await SimilarTracks.LoadAsync(database, "gtzan/5", CancellationToken.None);
/// var map = LibraryMap.Of(similar.Tracks);
/// </code></example>
public sealed record LibraryMap(IReadOnlyList<string> Labels, IReadOnlyList<MapPlace> Places)
{
    private const int Dimensions = 2;

    /// <summary>Draws the map.</summary>
    /// <param name="tracks">The tracks, all analysed by one model.</param>
    public static LibraryMap Of(IReadOnlyCollection<SoundingTrack> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        if (tracks.Count == 0)
        {
            return new LibraryMap([], []);
        }

        var ordered = tracks.OrderBy(track => track.Id).ToArray();
        var embeddings = Samples.Of([.. ordered.Select(track => Array.ConvertAll(track.Embedding, value => (double)value))]);
        var projected = PrincipalComponents.Fit(embeddings, Dimensions).Apply(embeddings);
        var (x, y) = (Axis(projected, 0), Axis(projected, 1));

        // One scale for both axes, so that distances are those of the model's space.
        var most = x.Concat(y).Max(Math.Abs);
        var scale = most > 0 ? 1 / most : 0;
        string[] labels = [.. tracks.Select(track => track.Genre).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
        return new LibraryMap(labels,
        [
            .. ordered.Select((track, i) => new MapPlace(
                track.Id, (float)(x[i] * scale), (float)(y[i] * scale),
                track.Genre is { } genre ? Array.BinarySearch(labels, genre, StringComparer.Ordinal) : MapPlace.NoGenre)),
        ]);
    }

    // A component has no sign of its own. The longer tail is on the positive side.
    private static double[] Axis(Samples projected, int component)
    {
        if (component >= projected.Width)
        {
            return new double[projected.Count];
        }

        double[] values = [.. Enumerable.Range(0, projected.Count).Select(i => projected.Row(i)[component])];
        var sign = values.Sum(value => value * value * value) < 0 ? -1 : 1;
        return Array.ConvertAll(values, value => sign * value);
    }
}

/// <summary>The place of a track on a map.</summary>
/// <param name="Id">The ID of the track.</param>
/// <param name="X">The place along the direction of the greatest variance, −1 to 1.</param>
/// <param name="Y">The place along the direction of the second greatest variance, −1 to 1.</param>
/// <param name="Genre">Its genre: a position in <see cref="LibraryMap.Labels"/>, or <see cref="NoGenre"/>.</param>
public sealed record MapPlace(long Id, float X, float Y, int Genre)
{
    /// <summary>The genre of a track that the model cannot judge.</summary>
    public const int NoGenre = -1;
}
