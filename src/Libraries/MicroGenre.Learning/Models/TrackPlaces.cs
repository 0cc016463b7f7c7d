using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>
/// Where a model's training tracks lie in the space in which it tells genres apart (<see cref="TrackReading.Discriminants"/>), by their
/// names: nothing of their audio.
/// </summary>
/// <param name="Names">What the tracks are called.</param>
/// <param name="Genres">Their genres, by their places among the labels.</param>
/// <param name="Values">Their places, half-precision numbers, little-endian, <c>[tracks, width]</c>, as base64.</param>
public sealed record TrackPlaces(IReadOnlyList<string> Names, IReadOnlyList<int> Genres, string Values)
{
    /// <summary>How many tracks are named as the nearest.</summary>
    public const int Shown = 3;

    private readonly Lazy<float[]?> _places = new(() => Decode(Names.Count, Values));

    /// <summary>The places of tracks.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="places">For each its place.</param>
    public static TrackPlaces Of(TrackSet tracks, IEnumerable<float[]> places)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        Half[] halves = [.. places.SelectMany(place => place).Select(value => (Half)value)];
        return new TrackPlaces(
            [.. tracks.Tracks.Select(track => track.Name)],
            [.. tracks.Tracks.Select(track => track.Genre)],
            Convert.ToBase64String(MemoryMarshal.AsBytes<Half>(halves)));
    }

    /// <summary>The tracks that lie in the direction that is nearest to a place's, the nearest first.</summary>
    /// <param name="place">The place; nothing is near one of another width.</param>
    /// <param name="labels">The model's labels.</param>
    public IReadOnlyList<NearTrack> NearestTo(ReadOnlySpan<float> place, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var places = _places.Value!;
        if (places.Length != Names.Count * place.Length)
        {
            return [];
        }

        var similarities = new double[Names.Count];
        for (var track = 0; track < similarities.Length; track++)
        {
            similarities[track] = Cosine(place, places.AsSpan(track * place.Length, place.Length));
        }

        return
        [
            .. Enumerable.Range(0, similarities.Length).OrderByDescending(track => similarities[track]).Take(Shown)
                .Select(track => new NearTrack(Names[track], labels[Genres[track]], similarities[track])),
        ];
    }

    /// <summary>Whether they can be what <see cref="Of"/> returns.</summary>
    internal bool ArePossible(int labels) => Names.Count > 0 && Genres.Count == Names.Count && Names.All(name => name is not null)
        && Genres.All(genre => genre >= 0 && genre < labels) && _places.Value is not null;

    private static float[]? Decode(int tracks, string values)
    {
        try
        {
            var halves = MemoryMarshal.Cast<byte, Half>(Convert.FromBase64String(values));
            return halves.Length > 0 && halves.Length % tracks == 0 ? Array.ConvertAll(halves.ToArray(), value => (float)value) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static double Cosine(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var (product, first, second) = (0.0, 0.0, 0.0);
        for (var i = 0; i < one.Length; i++)
        {
            product += (double)one[i] * other[i];
            first += (double)one[i] * one[i];
            second += (double)other[i] * other[i];
        }

        return first * second > 0 ? product / Math.Sqrt(first * second) : 0;
    }
}
