using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Commands;

/// <summary>Where labelled tracks come from: <c>--data</c>, or <c>--spectrograms</c> with <c>--labels</c>.</summary>
/// <param name="prefix">What the options' names begin with, such as <c>validation-</c>.</param>
/// <param name="purpose">What the tracks are for, such as "to learn from".</param>
internal sealed class DataOptions(string prefix, string purpose)
{
    private readonly Option<string?> _data = new($"--{prefix}data")
    {
        Description =
            $"Tracks {purpose}: a folder with a folder of audio files for each genre, or a .csv file with the columns path and genre.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _dataSet = new($"--{prefix}dataset")
    {
        Description =
            $"Which data set --{prefix}data is: {string.Join(", ", DataSetKinds.Names)}. Default: detected from its files; see 'microgenre "
            + $"data'.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _spectrograms = new($"--{prefix}spectrograms")
    {
        AllowMultipleArgumentsPerToken = true,
        Description = $"Spectrograms {purpose}: one or more .npy arrays [track, band, frame], uint8 or floating point.",
        HelpName = "NPY",
    };

    private readonly Option<string[]> _labels = new($"--{prefix}labels")
    {
        AllowMultipleArgumentsPerToken = true,
        Description = "Their labels: for each array a .csv file with the columns index, track and genre.",
        HelpName = "CSV",
    };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_dataSet);
        command.Add(_spectrograms);
        command.Add(_labels);
    }

    /// <summary>What the user named, or <see langword="null"/> when it is nothing.</summary>
    /// <exception cref="UsageException">Both kinds are named, or half of one.</exception>
    public DataSource? Read(ParseResult result) =>
        (result.GetValue(_data), result.GetValue(_spectrograms) ?? [], result.GetValue(_labels) ?? []) switch
        {
            (null, [], []) => null,
            ({ } data, [], []) => new DataSource(data, [], [], KindOf(result)),
            (null, var spectrograms, var labels) when spectrograms.Length == labels.Length => new DataSource(null, spectrograms, labels),
            (null, _, _) =>
                throw new UsageException($"{_spectrograms.Name} and {_labels.Name} go together, a file of each for a file of the other."),
            _ => throw new UsageException($"Name either {_data.Name}, or {_spectrograms.Name} with {_labels.Name}."),
        };

    private string? KindOf(ParseResult result) =>
        result.GetValue(_dataSet) is not { } name || DataSetKinds.Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? result.GetValue(_dataSet)
            : throw new UsageException($"There is no data set '{name}'; known are: {string.Join(", ", DataSetKinds.Names)}.");

    /// <inheritdoc cref="Read"/>
    /// <exception cref="UsageException">Nothing is named.</exception>
    public DataSource Require(ParseResult result) =>
        Read(result) ?? throw new UsageException(
            $"Name the tracks: {_data.Name} DIR, or {_spectrograms.Name} NPY with {_labels.Name} CSV.");
}

/// <summary>Labelled tracks, as the user named them.</summary>
/// <param name="Data">A folder or manifest of audio.</param>
/// <param name="Spectrograms"><c>.npy</c> arrays.</param>
/// <param name="Labels">The labels of each.</param>
/// <param name="DataSet">Which data set the audio is; detected from its files when <see langword="null"/>.</param>
internal sealed record DataSource(string? Data, IReadOnlyList<string> Spectrograms, IReadOnlyList<string> Labels, string? DataSet = null)
{
    /// <summary>Reads the tracks; those that cannot be read are reported on standard error and left out.</summary>
    /// <param name="features">The features to compute of audio.</param>
    /// <param name="genres">The genres that there may be, in their order; those of the data unless told.</param>
    /// <param name="excerpt">What of each track of audio to take.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work.</param>
    public LoadedTracks Load(FeatureSettings features, IReadOnlyList<string>? genres, ExcerptKind excerpt, IProgress<Step> progress,
        CancellationToken cancellation)
    {
        var loaded = Read(features, genres, excerpt, new TrackSteps(progress, "reading"), cancellation);
        Screen.WriteSkipped(loaded.Skipped);
        return loaded;
    }

    /// <summary>Reads the tracks.</summary>
    /// <inheritdoc cref="Load" path="/param"/>
    public LoadedTracks Read(FeatureSettings features, IReadOnlyList<string>? genres, ExcerptKind excerpt,
        IProgress<TrackProgress> progress, CancellationToken cancellation) => Data is null
        ? new LoadedTracks(ReadSpectrograms(genres).Aggregate((all, next) => all.Concat(next)), [])
        : AudioLoader.Load(DataSetKinds.Open(Data, DataSet), features, genres, progress, (samples, rate) =>
            excerpt.Cut(samples, rate), cancellation);

    /// <summary>Reads each file of spectrograms.</summary>
    /// <param name="genres">The genres that there may be, in their order; those of the first file unless told.</param>
    public IReadOnlyList<TrackSet> ReadSpectrograms(IReadOnlyList<string>? genres) =>
        SpectrogramFiles.ReadAll(Spectrograms.Zip(Labels), genres);
}
