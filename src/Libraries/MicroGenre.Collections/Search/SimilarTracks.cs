using MicroGenre.Collections.Store;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Collections.Search;

/// <summary>
/// Finds tracks that sound similar, in the space of the model that analysed them. Only tracks of the same model are compared.
/// </summary>
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

    /// <summary>All searchable tracks.</summary>
    public IReadOnlyCollection<SoundingTrack> Tracks => _tracks.Values;

    /// <summary>Loads the embeddings of all tracks that a model analysed.</summary>
    /// <param name="database">The open library.</param>
    /// <param name="model">The model, as NAME/VERSION.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="LibraryException">The database failed, or the model has analysed no track.</exception>
    public static Task<SimilarTracks> LoadAsync(LibraryDatabase database, string model, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        return database.GuardAsync(async () =>
        {
            await using var context = database.Connect();
            var tracks = context.Tracks.AsNoTracking().Where(track => !track.IsGone && track.Model == model && track.Sound != null)
                .Select(track =>
                    new SoundingTrack(
                        track.Id, track.Path, track.Artist, track.Duration, track.Sha256, track.Genre, track.Sound!.Embedding));
            VectorIndex? index = null;
            var found = new Dictionary<long, SoundingTrack>();
            await foreach (var track in tracks.AsAsyncEnumerable().WithCancellation(cancellation))
            {
                index ??= new VectorIndex(track.Embedding.Length, capacity: 1024);
                index.Add(track.Id, track.Embedding);
                found.Add(track.Id, track);
            }

            return index is null
                ? throw new LibraryException($"The library has no track analysed by '{model}'. Run 'microgenre library scan'.")
                : new SimilarTracks(index, found);
        });
    }

    /// <summary>Finds the tracks most similar to the mean of some embeddings, most similar first.</summary>
    /// <param name="seeds">The embeddings to compare with, at least one.</param>
    /// <param name="count">Maximum number of results.</param>
    /// <param name="isWanted">Returns whether a track may be a result.</param>
    public IReadOnlyList<SimilarTrack> To(IReadOnlyList<float[]> seeds, int count, Func<SoundingTrack, bool> isWanted) =>
        [.. _index.Nearest(Mean(seeds), count, id => isWanted(_tracks[id]))
            .Select(found => new SimilarTrack(_tracks[found.Id], found.Similarity))];

    /// <summary>
    /// Finds tracks on the way between two embeddings, in order: each is the nearest track to a point on the arc between them.
    /// </summary>
    /// <param name="from">The first embedding.</param>
    /// <param name="to">The last embedding.</param>
    /// <param name="count">Number of tracks between them.</param>
    /// <param name="isWanted">Returns whether a track may be a result.</param>
    /// <param name="artistGap">How many tracks lie between two of the same artist, as long as there are others.</param>
    /// <returns>The tracks; fewer if there are not enough. The similarity is that to the point on the arc.</returns>
    public IReadOnlyList<SimilarTrack> Between(
        float[] from, float[] to, int count, Func<SoundingTrack, bool> isWanted, int artistGap = 0)
    {
        var used = new HashSet<long>();
        var way = new List<SimilarTrack>(count);
        for (var step = 1; step <= count; step++)
        {
            var share = (float)step / (count + 1);
            var place = Normalize([.. from.Zip(to, (a, b) => ((1 - share) * a) + (share * b))]);
            var recent = way.TakeLast(artistGap).Select(track => track.Track.Artist).OfType<string>()
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            bool IsFree(SoundingTrack track) => !used.Contains(track.Id) && isWanted(track);
            var nearest = To([place], 1, track => IsFree(track) && !(track.Artist is { } artist && recent.Contains(artist)));
            if ((nearest.Count > 0 ? nearest : To([place], 1, IsFree)) is [var found])
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

/// <summary>The data of a track that comparisons need.</summary>
/// <param name="Id">The ID of its row.</param>
/// <param name="Path">The path of the file.</param>
/// <param name="Artist">The artist in its tags.</param>
/// <param name="Duration">Its duration, in seconds.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="Genre">Its most probable genre; <see langword="null"/> if the model cannot judge it.</param>
/// <param name="Embedding">Its position in the model's space.</param>
public sealed record SoundingTrack(
    long Id, string Path, string? Artist, double Duration, string Sha256, string? Genre, float[] Embedding);

/// <summary>A track found by a search.</summary>
/// <param name="Track">The track.</param>
/// <param name="Similarity">The cosine similarity, −1 to 1.</param>
public sealed record SimilarTrack(SoundingTrack Track, float Similarity);
