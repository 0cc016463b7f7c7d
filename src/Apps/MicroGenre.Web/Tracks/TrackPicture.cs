using MicroGenre.Client.Features;
using MicroGenre.Contracts;

namespace MicroGenre.Web.Tracks;

/// <summary>The data that the page draws of a track, of limited size however long the track is.</summary>
/// <param name="Seconds">The length of the track, as far as its file states it; 0 if unknown.</param>
/// <param name="MaxFrequency">Upper edge of the highest mel band, in Hz; the lowest starts at 0.</param>
/// <param name="Bands">Number of mel bands: rows of <paramref name="Levels"/>, lowest first.</param>
/// <param name="Columns">Number of columns of <paramref name="Levels"/>.</param>
/// <param name="Levels">The spectrogram, row by row: 0 for 80 dB or more below the maximum, 255 for the maximum.</param>
/// <param name="Loudness">The root mean square over time, 0 to 255, scaled so that the maximum is 255 unless everything is silent.</param>
internal sealed record TrackPicture(double Seconds, double MaxFrequency, int Bands, int Columns, byte[] Levels, byte[] Loudness);

/// <summary>Builds the picture while a log-mel spectrogram and a level arrive, and holds no more than the picture.</summary>
/// <param name="mostColumns">Maximum number of columns.</param>
internal sealed class TrackPictureReader(int mostColumns)
{
    private const float DecibelRange = 80;

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
                _features.Add(new PooledFeature(chunk.Header, mostColumns, peaks: chunk.Header.Rows == 1));
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
            Array.ConvertAll(mel.Complete(), decibels => ToByte(1 + (decibels / DecibelRange))),
            Array.ConvertAll(loudness, value => ToByte(value / loudest)));
    }

    private static byte ToByte(float share) => (byte)Math.Round(Math.Clamp(share, 0, 1) * byte.MaxValue);

    /// <summary>A feature whose rows are pooled to a number of columns as values arrive.</summary>
    private sealed class PooledFeature
    {
        private readonly int _frames;
        private readonly bool _peaks;
        private readonly float[] _values;
        private readonly int[] _counts;
        private int _row;
        private int _frame;

        public PooledFeature(FeatureHeader header, int mostColumns, bool peaks)
        {
            (Rows, _frames, _peaks) = (header.Rows, header.Frames, peaks);
            Columns = Math.Min(_frames, mostColumns);
            _values = new float[Rows * Columns];
            _counts = new int[Columns];
        }

        public int Rows { get; }

        public int Columns { get; }

        public void Add(ReadOnlySpan<byte> data)
        {
            Span<float> values = new float[data.Length / sizeof(float)];
            FeatureBytes.Read(data, values);
            foreach (var value in values)
            {
                if (_row == Rows)
                {
                    throw new InvalidDataException("it sent more values than it announced.");
                }

                var column = (int)((long)_frame * Columns / _frames);
                ref var pooled = ref _values[(_row * Columns) + column];
                pooled = _peaks ? Math.Max(pooled, value) : pooled + value;
                if (_row == 0)
                {
                    _counts[column]++;
                }

                if (++_frame == _frames)
                {
                    (_row, _frame) = (_row + 1, 0);
                }
            }
        }

        public float[] Complete()
        {
            if (_row < Rows)
            {
                throw new InvalidDataException("it sent fewer values than it announced.");
            }

            for (var i = 0; i < _values.Length && !_peaks; i++)
            {
                _values[i] /= _counts[i % Columns];
            }

            return _values;
        }
    }
}
