using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Data;

/// <summary>The labelled tracks of a request: located and confined to the data root, but not yet read.</summary>
public sealed class LabelledData
{
    private readonly Loader _load;
    private readonly IReadOnlyList<(string Spectrograms, string Labels)> _files;

    private LabelledData(Loader load, IReadOnlyList<(string Spectrograms, string Labels)>? files = null) =>
        (_load, _files) = (load, files ?? []);

    private delegate LoadedTracks Loader(
        FeatureSettings settings, TrackFeatures features, IReadOnlyList<string>? genres, IProgress<TrackProgress>? progress,
            IReadOnlyList<FeatureSettings>? copies, CancellationToken cancellation);

    /// <summary>Number of spectrogram files; 0 for audio.</summary>
    public int Parts => _files.Count;

    /// <summary>Locates the tracks of a request.</summary>
    /// <param name="data">The request's data set.</param>
    /// <param name="root">The data root that its paths are confined to.</param>
    /// <param name="field">The request's field, for error messages.</param>
    /// <exception cref="DataSetException">A folder contains no labelled audio.</exception>
    /// <exception cref="Grpc.Core.RpcException">A path is missing, not found or not allowed.</exception>
    public static LabelledData Open(DataSet? data, DataRoot root, string field)
    {
        ArgumentNullException.ThrowIfNull(root);
        switch (data?.SourceCase)
        {
            case DataSet.SourceOneofCase.Folder:
                var tracks = GenreFolders.Open(root.Folder(data.Folder, $"{field}.folder"));
                foreach (var track in tracks.Tracks)
                {
                    root.File(track.Path, $"{field}.folder");
                }

                return new LabelledData((settings, features, genres, progress, copies, cancellation) =>
                    AudioLoader.Load(tracks, settings, features, genres, progress, copies, cancellation));

            case DataSet.SourceOneofCase.Spectrograms:
                return OfSpectrograms([FilesOf(data.Spectrograms, root, $"{field}.spectrograms")]);

            case DataSet.SourceOneofCase.Parts when data.Parts.Files.Count > 0:
                return OfSpectrograms([.. data.Parts.Files.Select((files, i) => FilesOf(files, root, $"{field}.parts.files[{i}]"))]);

            case DataSet.SourceOneofCase.Parts:
                throw RpcErrors.InvalidArgument($"{field}.parts: lists no files.");

            case DataSet.SourceOneofCase.Manifest:
                var manifest = ManifestTracks.Open(data.Manifest, root, $"{field}.manifest");
                return new LabelledData((settings, features, genres, progress, copies, cancellation) =>
                    AudioLoader.Load(manifest.DataSet, settings, manifest.Verified(features), genres, progress, copies, cancellation));

            default:
                throw RpcErrors.InvalidArgument($"{field}: give a folder, spectrograms or a manifest.");
        }
    }

    /// <summary>Reads the tracks.</summary>
    /// <param name="settings">The features to compute, if the data is audio.</param>
    /// <param name="genres">The allowed genres; <see langword="null"/> for those that occur.</param>
    /// <param name="progress">Receives a report after each audio track.</param>
    /// <param name="features">Returns the features of an audio track; by default they are computed from its file.</param>
    /// <param name="copies">The features of copies to learn from; by default none.</param>
    /// <param name="cancellation">Cancels between tracks.</param>
    /// <exception cref="DataSetException">No track can be read, or the data is not valid.</exception>
    public LoadedTracks Load(
        FeatureSettings settings, IReadOnlyList<string>? genres = null, IProgress<TrackProgress>? progress = null,
            TrackFeatures? features = null, IReadOnlyList<FeatureSettings>? copies = null, CancellationToken cancellation = default) =>
        _load(settings, features ?? ((track, wanted, _) => AudioLoader.Compute(track, wanted)), genres, progress, copies, cancellation);

    /// <summary>Reads the tracks of each spectrogram file.</summary>
    /// <exception cref="DataSetException">The data is not valid.</exception>
    public IReadOnlyList<TrackSet> LoadParts() => DataSets.SpectrogramFiles.ReadAll(_files);

    private static LabelledData OfSpectrograms((string, string)[] files) => new(
        (_, _, genres, _, _, _) =>
            new LoadedTracks(DataSets.SpectrogramFiles.ReadAll(files, genres).Aggregate((all, next) => all.Concat(next)), []), files);

    private static (string Spectrograms, string Labels) FilesOf(Contracts.SpectrogramFiles files, DataRoot root, string field) =>
        (root.File(files.Spectrograms, $"{field}.spectrograms"), root.File(files.Labels, $"{field}.labels"));
}
