using MicroGenre.Contracts;
using MicroGenre.Signal;

namespace MicroGenre.Client.Features;

/// <summary>Assembles the features of a track from a stream of messages.</summary>
public sealed class FeatureAssembly
{
    private readonly List<ReceivedFeature> _features = [];
    private AudioDescription? _audio;
    private FeatureHeader? _header;
    private byte[] _values = [];
    private int _filled;

    /// <summary>Adds the next message.</summary>
    /// <exception cref="InvalidDataException">The message is not valid at this position.</exception>
    public void Add(FeatureChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        switch (chunk.PartCase)
        {
            case FeatureChunk.PartOneofCase.Audio:
                _audio = chunk.Audio;
                break;

            case FeatureChunk.PartOneofCase.Header:
                Finish();
                _header = chunk.Header;
                _values = new byte[ByteCount(_header)];
                _filled = 0;
                break;

            case FeatureChunk.PartOneofCase.Data:
                var data = chunk.Data.Span;
                if (_header is null || data.Length > _values.Length - _filled)
                {
                    throw new InvalidDataException("The service sent more values than it announced.");
                }

                data.CopyTo(_values.AsSpan(_filled));
                _filled += data.Length;
                break;

            default:
                throw new InvalidDataException("The service sent an empty message.");
        }
    }

    /// <summary>Returns the features after the last message.</summary>
    /// <exception cref="InvalidDataException">Data is missing.</exception>
    public ReceivedFeatures Complete()
    {
        Finish();
        return new ReceivedFeatures(_audio ?? throw new InvalidDataException("The service sent no description of the audio."), _features);
    }

    private static int ByteCount(FeatureHeader header)
    {
        var bytes = (long)header.Rows * header.Frames * sizeof(float);
        return header.Rows > 0 && header.Frames >= 0 && bytes <= Array.MaxLength
            ? (int)bytes
            : throw new InvalidDataException($"The service announced an invalid feature of {header.Rows} rows and {header.Frames} frames.");
    }

    private void Finish()
    {
        if (_header is null)
        {
            return;
        }

        if (_filled < _values.Length)
        {
            throw new InvalidDataException($"The service announced {_values.Length} bytes of {_header.Feature} and sent {_filled}.");
        }

        var matrix = new FeatureMatrix(_header.Rows, _header.Frames);
        FeatureBytes.Read(_values, matrix.Values);
        _features.Add(new ReceivedFeature(_header, matrix));
        _header = null;
    }
}
