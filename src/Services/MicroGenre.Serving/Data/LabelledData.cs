using MicroGenre.Contracts;
using MicroGenre.DataSets;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Data;

/// <summary>The labelled tracks that a request names: found and confined to the data root, not yet read.</summary>
public sealed class LabelledData
{
    private readonly Loader _load;
    private readonly IReadOnlyList<(string Spectrograms, string Labels)> _files;

    private LabelledData(Loader load, IReadOnlyList<(string Spectrograms, string Labels)>? files = null) =>
        (_load, _files) = (load, files ?? []);

    private delegate LoadedTracks Loader(
        FeatureSettings settings, TrackFeatures features, IReadOnlyList<string>? genres, IProgress<TrackProgress>? progress,
            CancellationToken cancellation);

    /// <summary>How many files of spectrograms the tracks come in; 0 for audio.</summary>
    public int Parts => _files.Count;

    /// <summary>Finds what a request names.</summary>
    /// <param name="data">The request's data set.</param>
    /// <param name="root">What its paths are confined to.</param>
    /// <param name="field">The request's field, for messages.</param>
    /// <exception cref="DataSetException">A folder holds no labelled audio.</exception>
    /// <exception cref="Grpc.Core.RpcException">A path is missing, not there or not allowed.</exception>
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

                return new LabelledData((settings, features, genres, progress, cancellation) =>
                    AudioLoader.Load(tracks, settings, features, genres, progress, cancellation));

            case DataSet.SourceOneofCase.Spectrograms:
                return OfSpectrograms([FilesOf(data.Spectrograms, root, $"{field}.spectrograms")]);

            case DataSet.SourceOneofCase.Parts when data.Parts.Files.Count > 0:
                return OfSpectrograms([.. data.Parts.Files.Select((files, i) => FilesOf(files, root, $"{field}.parts.files[{i}]"))]);

            case DataSet.SourceOneofCase.Parts:
                throw RpcErrors.InvalidArgument($"{field}.parts: lists no files.");

            case DataSet.SourceOneofCase.Manifest:
                var manifest = ManifestTracks.Open(data.Manifest, root, $"{field}.manifest");
                return new LabelledData((settings, features, genres, progress, cancellation) =>
                    AudioLoader.Load(manifest.DataSet, settings, manifest.Verified(features), genres, progress, cancellation));

            default:
                throw RpcErrors.InvalidArgument($"{field}: give a folder, spectrograms or a manifest.");
        }
    }

    /// <summary>Reads the tracks.</summary>
    /// <param name="settings">The features to compute where the data are audio.</param>
    /// <param name="genres">The genres that tracks may be of; those that occur unless told.</param>
    /// <param name="progress">Told after each track of audio.</param>
    /// <param name="features">Gives the features of a track of audio; they are computed of its file unless told.</param>
    /// <param name="cancellation">Stops between tracks.</param>
    /// <exception cref="DataSetException">No track can be read, or the data are not what they should be.</exception>
    public LoadedTracks Load(
        FeatureSettings settings, IReadOnlyList<string>? genres = null, IProgress<TrackProgress>? progress = null,
            TrackFeatures? features = null, CancellationToken cancellation = default) =>
        _load(settings, features ?? ((track, wanted, _) => AudioLoader.Compute(track, wanted)), genres, progress, cancellation);

    /// <summary>Reads the tracks of each file of spectrograms.</summary>
    /// <exception cref="DataSetException">The data are not what they should be.</exception>
    public IReadOnlyList<TrackSet> LoadParts() => DataSets.SpectrogramFiles.ReadAll(_files);

    private static LabelledData OfSpectrograms((string, string)[] files) => new(
        (_, _, genres, _, _) =>
            new LoadedTracks(DataSets.SpectrogramFiles.ReadAll(files, genres).Aggregate((all, next) => all.Concat(next)), []), files);

    private static (string Spectrograms, string Labels) FilesOf(Contracts.SpectrogramFiles files, DataRoot root, string field) =>
        (root.File(files.Spectrograms, $"{field}.spectrograms"), root.File(files.Labels, $"{field}.labels"));
}
