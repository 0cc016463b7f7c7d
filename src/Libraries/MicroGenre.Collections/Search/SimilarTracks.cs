using MicroGenre.Collections.Store;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Search;

/// <summary>Finds tracks that sound alike, in the space of the model that analysed them. Only tracks of one model are compared.</summary>
/// <example><code>
/// var database = LibraryDatabase.InFolder("/home/me/models");
/// var similar = await SimilarTracks.LoadAsync(database, "gtzan/5", CancellationToken.None);
/// var seed = similar.Tracks.First();
/// var found = similar.To([seed.Embedding], 10, track => track.Id != seed.Id);
/// </code></example>
public sealed class SimilarTracks
{
    private readonly VectorIndex _index;
    private readonly Dictionary<long, SoundingTrack> _tracks;

    private SimilarTracks(VectorIndex index, Dictionary<long, SoundingTrack> tracks) => (_index, _tracks) = (index, tracks);

    /// <summary>All tracks that can be found.</summary>
    public IReadOnlyCollection<SoundingTrack> Tracks => _tracks.Values;

    /// <summary>Loads what is needed of all tracks that a model analysed.</summary>
    /// <param name="database">The library; open.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="LibraryException">The database fails, or there is no such track.</exception>
    public static Task<SimilarTracks> LoadAsync(LibraryDatabase database, string model, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.GuardAsync(async () =>
        {
            await using var context = database.Connect();
            var tracks = context.Tracks.AsNoTracking().Where(track => !track.IsGone && track.Model == model && track.Sound != null)
                .Select(track =>
                    new SoundingTrack(track.Id, track.Path, track.Artist, track.Duration, track.Sha256, track.Sound!.Embedding));
            VectorIndex? index = null;
            var found = new Dictionary<long, SoundingTrack>();
            await foreach (var track in tracks.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                index ??= new VectorIndex(track.Embedding.Length, capacity: 1024);
                index.Add(track.Id, track.Embedding);
                found.Add(track.Id, track);
            }

            return index is null
                ? throw new LibraryException($"The library has no track that '{model}' analysed; 'microgenre library scan' analyses them.")
                : new SimilarTracks(index, found);
        });
    }

    /// <summary>The tracks most like some others together, the most alike first.</summary>
    /// <param name="seeds">The embeddings of the others; at least one. Their mean counts.</param>
    /// <param name="count">How many to find.</param>
    /// <param name="isWanted">Which tracks may be found.</param>
    public IReadOnlyList<SimilarTrack> To(IReadOnlyList<float[]> seeds, int count, Func<SoundingTrack, bool> isWanted) =>
        [.. _index.Nearest(Mean(seeds), count, id => isWanted(_tracks[id]))
            .Select(found => new SimilarTrack(_tracks[found.Id], found.Similarity))];

    /// <summary>Tracks on the way from one to another, in order: each is the one nearest to its place on the arc between the two.</summary>
    /// <param name="from">The embedding to begin at.</param>
    /// <param name="to">The embedding to end at.</param>
    /// <param name="count">How many tracks there are to be between them.</param>
    /// <param name="isWanted">Which tracks may be on the way.</param>
    /// <returns>Fewer, where there are no more. The similarity is that to the place on the arc.</returns>
    public IReadOnlyList<SimilarTrack> Between(float[] from, float[] to, int count, Func<SoundingTrack, bool> isWanted)
    {
        var used = new HashSet<long>();
        var way = new List<SimilarTrack>(count);
        for (var step = 1; step <= count; step++)
        {
            var share = (float)step / (count + 1);
            var place = Normalize([.. from.Zip(to, (a, b) => ((1 - share) * a) + (share * b))]);
            if (To([place], 1, track => !used.Contains(track.Id) && isWanted(track)) is [var found])
            {
                used.Add(found.Track.Id);
                way.Add(found);
            }
        }

        return way;
    }

    private static float[] Mean(IReadOnlyList<float[]> vectors) =>
        vectors is [var only] ? only : Normalize([.. vectors[0].Select((_, i) => vectors.Average(vector => vector[i]))]);

    private static float[] Normalize(float[] vector)
    {
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return length > 0 ? Array.ConvertAll(vector, value => value / length) : vector;
    }
}

/// <summary>A track, as far as its sound is compared.</summary>
/// <param name="Id">The number of its row.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Artist">The artist that its tags name.</param>
/// <param name="Duration">How long it lasts, in seconds.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Embedding">Its place in the model's space.</param>
public sealed record SoundingTrack(long Id, string Path, string? Artist, double Duration, string Sha256, float[] Embedding);

/// <summary>A track that was found.</summary>
/// <param name="Track">The track.</param>
/// <param name="Similarity">−1 to 1.</param>
public sealed record SimilarTrack(SoundingTrack Track, float Similarity);
