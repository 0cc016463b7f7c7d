using MicroGenre.Contracts;

namespace MicroGenre.Web.Tracks;

/// <summary>The data that the page draws of a track, of limited size however long the track is.</summary>
/// <param name="Seconds">The length of the track, as far as its file states it; 0 if unknown.</param>
/// <param name="MaxFrequency">Upper edge of the highest mel band, in Hz; the lowest starts at 0.</param>
/// <param name="Bands">Number of mel bands: rows of <paramref name="Levels"/>, lowest first.</param>
/// <param name="Columns">Number of columns of <paramref name="Levels"/>.</param>
/// <param name="Frames">Number of columns at full resolution.</param>
/// <param name="Levels">The spectrogram, row by row: 0 for 80 dB or more below the maximum, 255 for the maximum.</param>
/// <param name="Loudness">The root mean square over time, 0 to 255, scaled so that the maximum is 255 unless everything is silent.</param>
internal sealed record TrackPicture(
    double Seconds, double MaxFrequency, int Bands, int Columns, int Frames, byte[] Levels, byte[] Loudness);

/// <summary>Builds the picture while a log-mel spectrogram and a level arrive, and holds no more than the picture.</summary>
/// <param name="mostColumns">Maximum number of columns.</param>
internal sealed class TrackPictureReader(int mostColumns)
{
    private readonly List<PooledFeature> _features = [];
    private AudioDescription? _audio;

    /// <summary>Adds the next message.</summary>
    /// <exception cref="InvalidDataException">The message is not valid at this position.</exception>
    public void Add(FeatureChunk chunk)
    {
        switch (chunk.PartCase)
        {
            case FeatureChunk.PartOneofCase.Audio:
                _audio = chunk.Audio;
                break;

            case FeatureChunk.PartOneofCase.Header:
                // Peaks matter in a level; the mean preserves the texture of a spectrogram.
                _features.Add(new PooledFeature(chunk.Header, 0, 1, mostColumns, peaks: chunk.Header.Rows == 1));
                break;

            case FeatureChunk.PartOneofCase.Data when _features.Count > 0:
                _features[^1].Add(chunk.Data.Span);
                break;

            default:
                throw new InvalidDataException("a message came out of turn.");
        }
    }

    /// <summary>Returns the picture after the last message.</summary>
    /// <exception cref="InvalidDataException">Data is missing.</exception>
    public TrackPicture Complete()
    {
        if (_audio is null || _features is not [{ } mel, { } level])
        {
            throw new InvalidDataException("it did not send exactly a spectrogram and a level.");
        }

        var loudness = level.Complete();
        var loudest = Math.Max(loudness.DefaultIfEmpty().Max(), float.Epsilon);
        return new TrackPicture(
            _audio.DurationSeconds,
            _audio.ProcessedSampleRate / 2.0,
            mel.Rows,
            mel.Columns,
            mel.Frames,
            Levels.OfDecibels(mel.Complete()),
            Levels.OfShares(loudness, loudest));
    }
}
