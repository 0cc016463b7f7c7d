using MicroGenre.Client;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Audio;

/// <summary>Limits for audio. Services derive their settings from them.</summary>
public class AudioLimits
{
    /// <summary>
    /// Minimum average upload rate, in bytes per second, after the idle limit. Slow senders would hold resources that others wait for.
    /// </summary>
    public const int LeastBytesPerSecond = 1024;

    /// <summary>Number of bytes of an upload held in memory. The rest goes to a temporary file.</summary>
    public const int UploadMemory = 4 * 1024 * 1024;

    /// <summary>Maximum length of a track. Default 4 hours.</summary>
    public TimeSpan LongestTrack { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Maximum total size of a request's features, in bytes. Default 256 MiB.</summary>
    public long LargestFeatures { get; init; } = 256L * 1024 * 1024;

    /// <summary>Maximum size of an upload, in bytes. Default 512 MiB.</summary>
    public long LargestUpload { get; init; } = Limits.UploadBytes;

    /// <summary>Maximum pause in an upload, and how long the minimum upload rate is not enforced. Default 30 s.</summary>
    public TimeSpan UploadIdleLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Refuses audio as soon as it is known to exceed a limit: immediately if its length is known, otherwise while it is read.
    /// </summary>
    /// <param name="reader">The audio.</param>
    /// <param name="settings">The features to compute.</param>
    /// <exception cref="Grpc.Core.RpcException">RESOURCE_EXHAUSTED: the track or its features exceed a limit. Reading the audio may throw
    /// it, too.</exception>
    public void Check(AudioReader reader, params IReadOnlyList<FeatureSettings> settings)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.OnRead = Refuse;
        Refuse(reader.Length ?? 0);

        void Refuse(long samples)
        {
            if (samples > LongestTrack.TotalSeconds * reader.SampleRate)
            {
                throw RpcErrors.ResourceExhausted($"The track is longer than the limit of {LongestTrack.TotalMinutes:0.#} minutes.");
            }

            if (settings.Sum(feature => (1 + (samples / feature.HopLength)) * feature.Rows * sizeof(float)) > LargestFeatures)
            {
                throw RpcErrors.ResourceExhausted($"The features exceed the limit of {LargestFeatures} bytes in total.");
            }
        }
    }
}
