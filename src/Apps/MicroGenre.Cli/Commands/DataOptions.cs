using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Commands;

/// <summary>The options for labelled tracks: <c>--data</c>, or <c>--spectrograms</c> with <c>--labels</c>.</summary>
/// <param name="prefix">The prefix of the options' names, such as <c>validation-</c>.</param>
/// <param name="purpose">The purpose of the tracks in descriptions, such as "to learn from".</param>
/// <param name="timing">The options for the timing of spectrograms; added to the command by whoever made them.</param>
internal sealed class DataOptions(string prefix, string purpose, TimingOptions timing)
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
            $"Kind of data set of --{prefix}data: {string.Join(", ", DataSetKinds.Names)}. Default: detected from the files; see "
            + "'microgenre data'.",
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
        Description = "Their labels: for each array a .csv file with the columns index, track and genre, and hop_length if known.",
        HelpName = "CSV",
    };

    public void AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_dataSet);
        command.Add(_spectrograms);
        command.Add(_labels);
    }

    /// <summary>Reads the options; <see langword="null"/> if none is given.</summary>
    /// <exception cref="UsageException">Both kinds of data are given, or one is incomplete.</exception>
    public DataSource? Read(ParseResult result) =>
        (result.GetValue(_data), result.GetValue(_spectrograms) ?? [], result.GetValue(_labels) ?? []) switch
        {
            (null, [], []) => null,
            ({ } data, [], []) => new DataSource(data, [], [], KindOf(result)) { Timing = timing.Read(result) },
            (null, var spectrograms, var labels) when spectrograms.Length == labels.Length =>
                new DataSource(null, spectrograms, labels) { Timing = timing.Read(result) },
            (null, _, _) =>
                throw new UsageException($"{_spectrograms.Name} and {_labels.Name} must have the same number of files."),
            _ => throw new UsageException($"Name either {_data.Name}, or {_spectrograms.Name} with {_labels.Name}."),
        };

    private string? KindOf(ParseResult result) =>
        result.GetValue(_dataSet) is not { } name || DataSetKinds.Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? result.GetValue(_dataSet)
            : throw new UsageException($"There is no data set '{name}'; known are: {string.Join(", ", DataSetKinds.Names)}.");

    /// <inheritdoc cref="Read"/>
    /// <exception cref="UsageException">No option is given.</exception>
    public DataSource Require(ParseResult result) =>
        Read(result) ?? throw new UsageException(
            $"Name the tracks: {_data.Name} DIR, or {_spectrograms.Name} NPY with {_labels.Name} CSV.");
}

/// <summary>Labelled tracks, as named by the user.</summary>
/// <param name="Data">A folder or manifest of audio.</param>
/// <param name="Spectrograms"><c>.npy</c> arrays.</param>
/// <param name="Labels">The label file of each array.</param>
/// <param name="DataSet">The kind of data set of the audio; <see langword="null"/> to detect it from its files.</param>
internal sealed record DataSource(string? Data, IReadOnlyList<string> Spectrograms, IReadOnlyList<string> Labels, string? DataSet = null)
{
    /// <summary>The timing of the spectrograms, if the user named it.</summary>
    public FrameTiming? Timing { get; init; }

    /// <summary>Reads the tracks. Tracks that cannot be read are reported on standard error and skipped.</summary>
    /// <param name="features">The features to compute for audio.</param>
    /// <param name="genres">The allowed genres, in order; by default those of the data.</param>
    /// <param name="excerpt">The excerpt of each audio track to use.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public LoadedTracks Load(FeatureSettings features, IReadOnlyList<string>? genres, ExcerptKind excerpt, IProgress<Step> progress,
        CancellationToken cancellation)
    {
        var loaded = Read(features, [], genres, excerpt, new TrackSteps(progress, "reading"), cancellation);
        Screen.WriteSkipped(loaded.Skipped);
        return loaded;
    }

    /// <summary>Reads the tracks.</summary>
    /// <param name="features">The features to compute for audio.</param>
    /// <param name="copies">The features of copies to learn from.</param>
    /// <param name="genres">The allowed genres, in order; by default those of the data.</param>
    /// <param name="excerpt">The excerpt of each audio track to use.</param>
    /// <param name="progress">Receives progress reports.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public LoadedTracks Read(FeatureSettings features, IReadOnlyList<FeatureSettings> copies, IReadOnlyList<string>? genres,
        ExcerptKind excerpt, IProgress<TrackProgress> progress, CancellationToken cancellation) => Data is null
        ? new LoadedTracks(ReadSpectrograms(genres).Aggregate((all, next) => all.Concat(next)), [])
        : AudioLoader.Load(DataSetKinds.Open(Data, DataSet), features, genres, progress, (samples, rate) =>
            excerpt.Cut(samples, rate), copies, cancellation);

    /// <summary>Reads each spectrogram file.</summary>
    /// <param name="genres">The allowed genres, in order; by default those of the first file.</param>
    public IReadOnlyList<TrackSet> ReadSpectrograms(IReadOnlyList<string>? genres) =>
        SpectrogramFiles.ReadAll(Spectrograms.Zip(Labels), genres, Timing);
}
