using System.Runtime.InteropServices;

namespace MicroGenre.Learning;

/// <summary>
/// The space in which linear discriminants measure how far tracks are from genres: the directions in which training tracks vary most,
/// scaled so that the shrunk covariance within genres is the identity. The score of a genre is the scalar product of a track's place with
/// the genre's mean, less half the mean's square. A few hundred numbers of a track are all that is needed to teach a model from it.
/// </summary>
/// <remarks>
/// With Q the leading principal directions <c>[k, values]</c> and Σ the shrunk covariance, the part's matrix is A = L⁻¹ Q, where
/// L Lᵀ = Q Σ Qᵀ: linear discriminant analysis after a projection (Belhumeur et al., 1997).
/// </remarks>
public sealed class GenreSpace
{
    /// <summary>The most directions that a part of a model keeps.</summary>
    internal const int MostDirections = 256;

    private const int Iterations = 4;
    private const int Seed = 1;

    private readonly IReadOnlyList<SpacePart> _parts;

    private GenreSpace(IReadOnlyList<SpacePart> parts, Samples means, long[] tracks, double noise)
    {
        _parts = parts;
        Means = means;
        Tracks = tracks;
        Noise = noise;
    }

    /// <summary>How many numbers say where a track is.</summary>
    public int Width => Means.Width;

    /// <summary>The mean of each genre's tracks, <c>[genres, Width]</c>.</summary>
    internal Samples Means { get; }

    /// <summary>How many tracks each genre's mean is of.</summary>
    internal IReadOnlyList<long> Tracks { get; }

    /// <summary>Half of the mean square of the distance between a training track and the mean of its genre.</summary>
    internal double Noise { get; }

    /// <summary>The parts of the model, each with the values that it sees of a track.</summary>
    internal IReadOnlyList<SpacePart> Parts => _parts;

    /// <summary>Where a track is, in the half precision in which places are kept.</summary>
    /// <param name="answer">What the model that the space belongs to says of the track.</param>
    public float[] Locate(GenreAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var place = new float[Width];
        var at = 0;
        foreach (var (part, vector) in _parts.Zip(answer.PartVectors))
        {
            for (var i = 0; i < part.Directions.Count; i++)
            {
                place[at++] = (float)(Half)Vectors.Dot(part.Directions.Row(i), vector);
            }
        }

        return place;
    }

    /// <summary>Whether places in another space are places in this one: it is the same but for its genres.</summary>
    public bool HasPlacesOf(GenreSpace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return _parts.Count == other._parts.Count && _parts.Zip(other._parts).All(
            pair => pair.First.Directions.Values.AsSpan().SequenceEqual(pair.Second.Directions.Values));
    }

    /// <summary>
    /// The score of each genre for a place, as far as the space knows it: what the model says, but for the directions left out.
    /// </summary>
    internal double[] Scores(ReadOnlySpan<float> place)
    {
        var values = ToDouble(place);
        return [.. Enumerable.Range(0, Means.Count).Select(genre => Vectors.Dot(Means.Row(genre), values) - (SquareOf(genre) / 2))];
    }

    /// <summary>The squared distance of two genres' means.</summary>
    internal double Distance(int one, int other) => Vectors.SquaredDistance(Means.Row(one), Means.Row(other));

    /// <summary>The same space, which knows how many tracks each genre has.</summary>
    internal GenreSpace Of(TrackSet tracks)
    {
        var counts = new long[Means.Count];
        foreach (var track in tracks.Tracks)
        {
            counts[track.Genre]++;
        }

        return new GenreSpace(_parts, Means, counts, Noise);
    }

    /// <summary>The same space with other genres.</summary>
    /// <param name="means">The mean of each.</param>
    /// <param name="tracks">How many tracks each is of.</param>
    internal GenreSpace With(IReadOnlyList<double[]> means, long[] tracks) => new(_parts, Samples.Of(means), tracks, Noise);

    /// <summary>The space of one linear discriminant.</summary>
    /// <param name="samples">Its training vectors, as it sees them.</param>
    /// <param name="within">The same, less the means of their genres.</param>
    /// <param name="means">The means of the genres.</param>
    /// <param name="tracks">Tracks of each genre.</param>
    /// <param name="share">What the products of <paramref name="within"/> are multiplied by.</param>
    /// <param name="ridge">What is added to the diagonal then.</param>
    /// <param name="temperature">What scores are divided by.</param>
    /// <param name="options">Threads.</param>
    internal static GenreSpace Fit(
        Samples samples, Samples within, Samples means, long[] tracks, double share, double ridge, double temperature, FitOptions options)
    {
        var directions = Leading(samples, options);
        var size = directions.Count;
        var factor = Project(within, directions, options).ColumnProducts(options);
        for (var i = 0; i < factor.Length; i++)
        {
            factor[i] = (share * factor[i]) + (i % (size + 1) == 0 ? ridge : 0);
        }

        Cholesky.Factor(factor, size, options);
        var scale = 1 / Math.Sqrt(temperature);
        for (var row = 0; row < size; row++)
        {
            var target = directions.Row(row);
            for (var before = 0; before < row; before++)
            {
                Vectors.AddScaled(target, -factor[(row * size) + before], directions.Row(before));
            }

            Divide(target, factor[(row * size) + row]);
        }

        Divide(directions.Values, 1 / scale);
        Round(directions.Values);
        var places = Project(within, directions, options).Values;
        return new GenreSpace(
            [new SpacePart(directions, 1)], Project(means, directions, options), tracks,
            Vectors.Dot(places, places) / (2.0 * within.Count));
    }

    /// <summary>The space of several discriminants whose scores are added up.</summary>
    /// <param name="spaces">The space of each, for the same genres.</param>
    /// <param name="shares">What the scores of each are multiplied by; they sum to 1.</param>
    internal static GenreSpace Join(IReadOnlyList<GenreSpace> spaces, IReadOnlyList<double> shares)
    {
        var parts = spaces.SelectMany((space, i) => space._parts.Select(part =>
            new SpacePart(Scaled(part.Directions, Math.Sqrt(shares[i])), part.Share * shares[i]))).ToList();
        double[][] means = [.. spaces[0].Tracks.Select((_, genre) => (double[])[.. spaces.SelectMany((space, i) =>
            space.Means.Row(genre).ToArray().Select(value => value * Math.Sqrt(shares[i])))])];
        return new GenreSpace(parts, Samples.Of(means), [.. spaces[0].Tracks], spaces.Select((space, i) => space.Noise * shares[i]).Sum());
    }

    /// <summary>Reads a space.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or not a space for so many genres.</exception>
    internal static GenreSpace Read(string path, int genres)
    {
        var tensors = Safetensors.Read(path);
        var parts = new List<SpacePart>();
        while (tensors.TryGetValue($"{parts.Count}.directions", out var directions))
        {
            parts.Add(new SpacePart(ToSamples(directions), tensors.Require($"{parts.Count}.share").ToDouble()[0]));
        }

        var (means, tracks) = (ToSamples(tensors.Require("means")), tensors.Require("tracks").ToInt64());
        return parts.Count > 0 && means.Count == genres && tracks.Length == genres
            && parts.Sum(part => part.Directions.Count) == means.Width
            ? new GenreSpace(parts, means, tracks, tensors.Require("noise").ToDouble()[0])
            : throw new InvalidDataException($"'{path}' is not the space of a model of {genres} genres.");
    }

    /// <summary>Writes the space.</summary>
    internal void Write(string path)
    {
        var tensors = new Dictionary<string, TensorData>(StringComparer.Ordinal)
        {
            ["means"] = new(Means.Values, Means.Count, Means.Width),
            ["tracks"] = new([.. Tracks], Tracks.Count),
            ["noise"] = new([Noise], 1),
        };
        foreach (var (i, part) in _parts.Index())
        {
            tensors[$"{i}.directions"] = ToHalf(part.Directions);
            tensors[$"{i}.share"] = new TensorData([part.Share], 1);
        }

        Safetensors.Write(path, tensors);
    }

    // Randomized subspace iteration (Halko et al., 2011): the leading directions, without the eigenvectors of all others.
    private static Samples Leading(Samples samples, FitOptions options)
    {
        var most = Math.Min(MostDirections, Math.Min(samples.Count, samples.Width));
        var random = new SeededRandom(Seed);
        var projected = new double[samples.Count * most];
        foreach (ref var value in projected.AsSpan())
        {
            value = random.NextNormal();
        }

        var packed = PackedMatrix.Of(samples.Values, samples.Count, samples.Width);
        for (var iteration = 0; ; iteration++)
        {
            var count = projected.Length / samples.Count;
            var directions = new Samples(count, samples.Width, new double[count * samples.Width]);
            packed.AddTransposedProduct(projected, count, directions.Values, options);
            directions = Orthonormal(directions);
            if (iteration == Iterations)
            {
                return directions;
            }

            projected = Project(samples, directions, options).Values;
        }
    }

    // Modified Gram-Schmidt; what adds no direction of its own is left out.
    private static Samples Orthonormal(Samples rows)
    {
        const double LeastNew = 1e-6;
        var kept = new List<double[]>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows.Row(i).ToArray();
            var before = Math.Sqrt(Vectors.Dot(row, row));
            foreach (var direction in kept)
            {
                Vectors.AddScaled(row, -Vectors.Dot(row, direction), direction);
            }

            var left = Math.Sqrt(Vectors.Dot(row, row));
            if (left > LeastNew * before)
            {
                Divide(row, left);
                kept.Add(row);
            }
        }

        return Samples.Of(kept.Count > 0 ? kept : [new double[rows.Width]]);
    }

    private static Samples Project(Samples samples, Samples directions, FitOptions options)
    {
        var product = new double[samples.Count * directions.Count];
        PackedMatrix.OfTransposed(directions.Values, directions.Width, directions.Count)
            .AddProduct(samples.Values, samples.Count, product, options);
        return new Samples(samples.Count, directions.Count, product);
    }

    private static Samples Scaled(Samples rows, double factor)
    {
        var scaled = new Samples(rows.Count, rows.Width, Array.ConvertAll(rows.Values, value => value * factor));
        Round(scaled.Values);
        return scaled;
    }

    // As they are in the file.
    private static void Round(Span<double> values)
    {
        foreach (ref var value in values)
        {
            value = (double)(Half)value;
        }
    }

    private static void Divide(Span<double> values, double by)
    {
        foreach (ref var value in values)
        {
            value /= by;
        }
    }

    private double SquareOf(int genre) => Vectors.Dot(Means.Row(genre), Means.Row(genre));

    private static Samples ToSamples(TensorData tensor) => tensor.Shape is [> 0 and var count, > 0 and var width]
        ? new Samples((int)count, (int)width, tensor.ToDouble())
        : throw new InvalidDataException($"A space has the shape [{string.Join(", ", tensor.Shape)}] where a matrix must be.");

    private static TensorData ToHalf(Samples rows)
    {
        var halves = Array.ConvertAll(rows.Values, value => (Half)value);
        return new TensorData(
            TensorType.F16, [rows.Count, rows.Width], MemoryMarshal.AsBytes(halves.AsSpan()).ToArray());
    }

    internal static double[] ToDouble(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values[i];
        }

        return result;
    }
}

/// <summary>The part of a <see cref="GenreSpace"/> that one linear discriminant makes.</summary>
/// <param name="Directions">What its vectors are projected on, <c>[directions, values]</c>.</param>
/// <param name="Share">What its scores are multiplied by before those of all parts are added up.</param>
internal sealed record SpacePart(Samples Directions, double Share);
