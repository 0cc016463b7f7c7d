using MicroGenre.Cli.Audio;
using MicroGenre.Collections.Labels;
using MicroGenre.Collections.Store;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Library;

/// <summary>Examples of genres that a library has analysed already.</summary>
/// <param name="database">The open library.</param>
/// <param name="model">The model to teach.</param>
/// <param name="models">Where the models are that have analysed the library.</param>
internal sealed class LibraryExamples(LibraryDatabase database, GenreModel model, ModelRepository models)
{
    private readonly Dictionary<string, bool> _fits = new(StringComparer.Ordinal)
    {
        [$"{model.Card.Name}/{model.Card.Version}"] = true,
    };

    /// <summary>The tracks that the owner has labelled with a genre.</summary>
    public async Task<IReadOnlyList<TrackArgument>> LabelledAsync(string genre, CancellationToken cancellation) =>
    [
        .. (await new LibraryLabels(database).FindAsync(genre, cancellation))
            .Select(track => new TrackArgument(track.Path, IsNamed: true)),
    ];

    /// <summary>The example that a track is; <see langword="null"/> if it has to be heard.</summary>
    /// <exception cref="FailureException">The library could not analyse it, or it holds too little sound.</exception>
    public async Task<Example?> FindAsync(TrackArgument track, CancellationToken cancellation)
    {
        var row = track.IsFile ? await LibraryTracks.FindAsync(database, track.FilePath, cancellation) : null;
        return row is not { IsGone: false, Sound.Place: { } place, Model: { } analyzedBy } || !Fits(analyzedBy) ? null
            : row.Verdict == Verdict.NoMusic ? throw new FailureException($"'{track.Name}' teaches nothing: {row.Reason}")
            : new Example(track.Name, place);
    }

    // A model and those that were taught from it see tracks at the same places.
    private bool Fits(string analyzedBy)
    {
        if (!_fits.TryGetValue(analyzedBy, out var fits))
        {
            try
            {
                using var other = ModelName.Parse(analyzedBy).Load(models);
                fits = other.Space is { } space && Teaching.SpaceOf(model).HasPlacesOf(space);
            }
            catch (UnknownModelException)
            {
                fits = false;
            }

            _fits.Add(analyzedBy, fits);
        }

        return fits;
    }
}
