using System.Globalization;

namespace MicroGenre.Learning;

/// <summary>
/// Changes the genres of a trained model without training it: each change is a sum over a few vectors. The covariance that all genres share
/// stays as it was learnt, so that what the other genres score stays the same to the bit.
/// </summary>
/// <example><code>
/// static ModelCard Teach(ModelRepository models, IReadOnlyList&lt;Example&gt; examples)
/// {
///     using var model = models.Load("gtzan");
///     using var taught = Teaching.Teach(model, "Synthwave", examples);
///     return models.Save("mine", taught);
/// }
/// </code></example>
public static class Teaching
{
    /// <summary>The fewest tracks that teach a genre: of one alone, nothing tells how much its kind varies.</summary>
    public const int LeastExamples = 2;

    /// <summary>The most genres that a model may know.</summary>
    public const int MostGenres = 256;

    /// <summary>The most letters of a genre's name.</summary>
    public const int LongestName = 64;

    /// <summary>The model with one genre more.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="genre">What the genre is called.</param>
    /// <param name="examples">Tracks of it, at least <see cref="LeastExamples"/>.</param>
    /// <exception cref="LessonException">The name is not usable, or examples are too few or there twice.</exception>
    /// <exception cref="TeachingException">The model cannot be taught, knows the genre, or knows too many.</exception>
    public static GenreModel Teach(GenreModel model, string genre, IReadOnlyList<Example> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var label = CheckTeachable(model, genre);
        var space = SpaceOf(model);
        Check(examples, space, label);
        double[][] places = [.. examples.Select(example => GenreSpace.ToDouble(example.Place))];
        return Add(model, label, TaughtMean.Of(places, space.Noise), new TaughtGenre(label, places.Length, Recognized(space, places)));
    }

    /// <summary>Refuses a genre that a model cannot be taught, before its examples are read.</summary>
    /// <param name="model">The model.</param>
    /// <param name="genre">What the genre is called.</param>
    /// <returns>Its label.</returns>
    /// <exception cref="LessonException">The name is not usable.</exception>
    /// <exception cref="TeachingException">The model cannot be taught, knows the genre, or knows too many.</exception>
    public static string CheckTeachable(GenreModel model, string genre)
    {
        SpaceOf(model);
        var label = CheckName(model.Card, genre);
        return model.Card.Labels.Count < MostGenres ? label : throw new TeachingException(
            $"{NameOf(model.Card)} knows {model.Card.Labels.Count} genres; a model knows {MostGenres} at most.");
    }

    /// <summary>The model in which two genres are one: its mean is that of the tracks of both.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="one">A genre.</param>
    /// <param name="other">Another genre.</param>
    /// <param name="name">What both are called from now on; the first one's name unless told.</param>
    /// <exception cref="TeachingException">The model cannot be taught, does not know the genres, or they are one.</exception>
    public static GenreModel Merge(GenreModel model, string one, string other, string? name = null)
    {
        var space = SpaceOf(model);
        var (kept, gone) = (IndexOf(model.Card, one), IndexOf(model.Card, other));
        if (kept == gone)
        {
            throw new LessonException($"'{model.Card.Labels[kept]}' cannot be merged with itself: name two genres.");
        }

        RequireThree(model.Card, "merged");
        if (space.Tracks[kept] == 0 || space.Tracks[gone] == 0)
        {
            throw new TeachingException(
                $"'{model.Card.Labels[space.Tracks[kept] == 0 ? kept : gone]}' was learnt from no track, and can only be removed.");
        }

        var label = name is null || GenreName.Comparer.Equals(name, model.Card.Labels[kept])
            || GenreName.Comparer.Equals(name, model.Card.Labels[gone]) ? name ?? model.Card.Labels[kept] : CheckName(model.Card, name);
        double all = space.Tracks[kept] + space.Tracks[gone];
        var (share, rest) = (space.Tracks[kept] / all, space.Tracks[gone] / all);
        var means = Rows(space.Means);
        means[kept] = Mix(means[kept], share, means[gone], rest);
        var tracks = space.Tracks.ToArray();
        tracks[kept] += tracks[gone];

        // The square of a mean of two is the mean of their squares less a share of the square of their distance.
        var between = share * rest * space.Distance(kept, gone) / 2;
        return Rebuild(
            model,
            Renamed(model.Card, kept, label),
            gone,
            part => part.Merge(kept, gone, share, rest, between),
            space.With(Without(means, gone), Without(tracks, gone)));
    }

    /// <summary>The model without one of its genres.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="genre">The genre.</param>
    /// <exception cref="TeachingException">The model cannot be taught, does not know the genre, or would know fewer than two.</exception>
    public static GenreModel Remove(GenreModel model, string genre)
    {
        var space = SpaceOf(model);
        var index = IndexOf(model.Card, genre);
        RequireThree(model.Card, "removed");
        return Rebuild(
            model, model.Card, index, part => part.Remove(index),
            space.With(Without(Rows(space.Means), index), Without(space.Tracks, index)));
    }

    /// <summary>The model in which a genre has another name.</summary>
    /// <param name="model">The model; it stays as it is.</param>
    /// <param name="genre">The genre.</param>
    /// <param name="name">Its new name.</param>
    /// <exception cref="TeachingException">The model cannot be taught, does not know the genre, or knows one of the new name.</exception>
    public static GenreModel Rename(GenreModel model, string genre, string name)
    {
        var space = SpaceOf(model);
        var index = IndexOf(model.Card, genre);
        var label = GenreName.Comparer.Equals(name, model.Card.Labels[index]) ? name : CheckName(model.Card, name);
        return Rebuild(model, Renamed(model.Card, index, label), null, part => part, space);
    }

    /// <summary>Refuses what cannot be the name of a genre.</summary>
    /// <returns>The name, without spaces around it.</returns>
    /// <exception cref="LessonException">It is empty, too long, or has control characters.</exception>
    public static string CheckName(string name)
    {
        var label = name?.Trim() ?? "";
        return label.Length is > 0 and <= LongestName && !label.Any(char.IsControl) ? label : throw new LessonException(
            $"A genre's name has 1 to {LongestName} letters, and no control characters; this one has {label.Length}.");
    }

    /// <summary>A genre whose examples need not be checked.</summary>
    internal static GenreModel Add(GenreModel model, string label, TaughtMean mean, TaughtGenre taught)
    {
        var space = SpaceOf(model);
        var card = model.Card with
        {
            Labels = [.. model.Card.Labels, label],
            DisplayNames = Names(model.Card, model.Card.Labels).Append(KeyValuePair.Create(label, label))
                .ToDictionary(StringComparer.Ordinal),
            Taught = [.. model.Card.Taught ?? [], taught],
        };
        var at = 0;
        return Rebuild(
            model, card, null,
            (part, directions) =>
            {
                var ofPart = mean.Place.AsSpan(at, directions.Directions.Count);
                at += directions.Directions.Count;
                return part.Add(directions, ofPart, mean.Bias);
            },
            space.With([.. Rows(space.Means), mean.Place], [.. space.Tracks, taught.Examples]));
    }

    /// <summary>The space of a model.</summary>
    /// <exception cref="TeachingException">It has none, and cannot be taught: only linear discriminants can, whose space was kept when they
    /// were trained.</exception>
    public static GenreSpace SpaceOf(GenreModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Space ?? throw new TeachingException(
            $"{NameOf(model.Card)} cannot be taught: only linear discriminants can, alone or as a geometric mean, trained by this version "
            + $"or a later one. Its recipe is '{model.Card.Recipe.Name}', of the kind '{model.Card.Recipe.Classifier.Kind}'.");
    }

    // Of each example, whether the others alone would have told its genre.
    private static double Recognized(GenreSpace space, double[][] places) => places.Where((place, left) =>
    {
        var mean = TaughtMean.Of([.. places.Where((_, i) => i != left)], space.Noise);
        return mean.Score(place) > space.Scores(Array.ConvertAll(place, value => (float)value)).Max();
    }).Count() / (double)places.Length;

    private static void Check(IReadOnlyList<Example> examples, GenreSpace space, string genre)
    {
        if (examples.Count < LeastExamples)
        {
            throw new LessonException(string.Create(CultureInfo.InvariantCulture,
                $"'{genre}' has {examples.Count switch { 0 => "no examples", _ => "one example" }}; it takes at least {LeastExamples}, "
                + $"better five to ten."));
        }

        foreach (var (i, example) in examples.Index())
        {
            if (example.Place.Length != space.Width)
            {
                throw new LessonException(
                    $"'{example.Name}' has a place of {example.Place.Length} numbers, and the model's space {space.Width}: it is another "
                    + $"model's.");
            }

            if (examples.Take(i).FirstOrDefault(before => before.Place.AsSpan().SequenceEqual(example.Place)) is { } twin)
            {
                throw new LessonException($"'{example.Name}' and '{twin.Name}' hold the same audio; name each example once.");
            }
        }
    }

    private static string CheckName(ModelCard card, string name)
    {
        var label = CheckName(name);
        return GenreName.IndexOf(label, card.Labels) is >= 0 and var known
            ? throw new TeachingException(
                $"{NameOf(card)} knows '{card.Labels[known]}' already. Choose another name, or remove or rename that genre first.")
            : label;
    }

    private static int IndexOf(ModelCard card, string genre) => GenreName.IndexOf(genre, card.Labels) is >= 0 and var index ? index
        : throw new LessonException(GenreName.Unknown(genre, card.Labels));

    private static void RequireThree(ModelCard card, string what)
    {
        if (card.Labels.Count < 3)
        {
            throw new TeachingException(
                $"{NameOf(card)} knows {card.Labels.Count} genres; none can be {what}, since a model needs two to tell apart.");
        }
    }

    private static string NameOf(ModelCard card) => $"{card.Name}/{card.Version}";

    private static ModelCard Renamed(ModelCard card, int index, string label)
    {
        var before = card.Labels[index];
        string Now(string genre) => string.Equals(genre, before, StringComparison.Ordinal) ? label : genre;
        return card with
        {
            Labels = [.. card.Labels.Select(Now)],
            DisplayNames = Names(card, card.Labels.Where((_, i) => i != index)).Append(KeyValuePair.Create(label,
                string.Equals(label, before, StringComparison.Ordinal) ? card.NameOf(before) : label)).ToDictionary(StringComparer.Ordinal),
            Taught = card.Taught is { } taught ? [.. taught.Select(genre => genre with { Label = Now(genre.Label) })] : null,
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Names(ModelCard card, IEnumerable<string> labels) =>
        labels.Select(label => KeyValuePair.Create(label, card.NameOf(label)));

    private static GenreModel Rebuild(
        GenreModel model, ModelCard card, int? gone, Func<LinearPart, LinearPart> change, GenreSpace space) =>
        Rebuild(model, card, gone, (part, _) => change(part), space);

    // What was measured of the genres as they were says nothing of those that there are now.
    private static GenreModel Rebuild(
        GenreModel model, ModelCard card, int? gone, Func<LinearPart, SpacePart, LinearPart> change, GenreSpace space)
    {
        var before = model.Weights();
        var weights = new Dictionary<string, TensorData>(before, StringComparer.Ordinal);
        foreach (var (part, directions) in LinearPart.Of(before).Zip(space.Parts))
        {
            change(part, directions).WriteTo(weights);
        }

        var labels = gone is { } index ? [.. card.Labels.Where((_, i) => i != index)] : card.Labels;
        var changed = card with
        {
            Labels = labels,
            DisplayNames = Names(card, labels).ToDictionary(StringComparer.Ordinal),
            Taught = card.Taught?.Where(genre => labels.Contains(genre.Label, StringComparer.Ordinal)).ToList() is { Count: > 0 } taught
                ? taught : null,
            BasedOn = NameOf(model.Card),
            Metrics = new Dictionary<string, double>(StringComparer.Ordinal),
            Confusion = null,
            Reliability = null,
            Conformal = null,
            Places = null,
            ParameterCount = weights.Values.Sum(tensor => (long)tensor.Count),
            Created = DateTimeOffset.UtcNow,
        };
        return new GenreModel(changed, ClassifierKinds.Find(changed.Recipe).Load(changed.Recipe, labels, weights), () => space);
    }

    private static double[] Mix(double[] one, double share, double[] other, double rest)
    {
        var mixed = new double[one.Length];
        Vectors.AddScaled(mixed, share, one);
        Vectors.AddScaled(mixed, rest, other);
        return mixed;
    }

    private static double[][] Rows(Samples samples) => [.. Enumerable.Range(0, samples.Count).Select(row => samples.Row(row).ToArray())];

    private static T[] Without<T>(IReadOnlyList<T> values, int index) => [.. values.Where((_, i) => i != index)];
}
