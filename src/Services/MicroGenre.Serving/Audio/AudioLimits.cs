using MicroGenre.Client;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Audio;

/// <summary>What a service takes of audio at most. Its settings are derived from this.</summary>
public class AudioLimits
{
    /// <summary>
    /// How many bytes of an upload must come in a second, on the average since it began, once the idle limit is over: a sender of drops
    /// holds what others wait for.
    /// </summary>
    public const int LeastBytesPerSecond = 1024;

    /// <summary>How much of an upload is held in memory, in bytes; the rest goes to a temporary file.</summary>
    public const int UploadMemory = 4 * 1024 * 1024;

    /// <summary>The longest track. Default 4 hours.</summary>
    public TimeSpan LongestTrack { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The most bytes of a request's features together. Default 256 MiB.</summary>
    public long LargestFeatures { get; init; } = 256L * 1024 * 1024;

    /// <summary>The longest upload, in bytes. Default 512 MiB.</summary>
    public long LargestUpload { get; init; } = Limits.UploadBytes;

    /// <summary>How long an upload may send nothing; and how long a file may come as slowly as its sender likes. Default 30 s.</summary>
    public TimeSpan UploadIdleLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Refuses audio as soon as it is known to be over a limit: at once where it tells its length, else while it is read.
    /// </summary>
    /// <param name="reader">The audio.</param>
    /// <param name="settings">What is computed of it.</param>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the track or its features are over a limit; reading throws it
    /// too.</exception>
    public void Check(AudioReader reader, params IReadOnlyList<FeatureSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.OnRead = Refuse;
        Refuse(reader.Length ?? 0);

        void Refuse(long samples)
        {
            if (samples > LongestTrack.TotalSeconds * reader.SampleRate)
            {
                throw RpcErrors.ResourceExhausted($"The track lasts longer than {LongestTrack.TotalMinutes:0.#} minutes, the limit.");
            }

            if (settings.Sum(feature => (1 + (samples / feature.HopLength)) * feature.Rows * sizeof(float)) > LargestFeatures)
            {
                throw RpcErrors.ResourceExhausted($"The features have more than {LargestFeatures} bytes together, the limit.");
            }
        }
    }
}
