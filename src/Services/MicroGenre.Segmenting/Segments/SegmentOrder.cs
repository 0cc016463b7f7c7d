using System.Security.Cryptography;
using System.Text.Json;
using MicroGenre.Client.Segments;
using MicroGenre.Contracts;
using MicroGenre.Segmentation;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Segmenting.Segments;

/// <summary>The settings of a request, complete and validated.</summary>
/// <param name="Settings">The library's settings.</param>
/// <param name="SampleRate">The sample rate for the analysis, in Hz.</param>
/// <param name="RepresentativeSeconds">The length of the representative excerpt, in seconds.</param>
public sealed record SegmentOrder(SegmentationSettings Settings, int SampleRate, double RepresentativeSeconds)
{
    /// <summary>The version of cached results. It is part of the cache keys.</summary>
    private const int FormatVersion = 2;

    /// <summary>Reads a request's options.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: an option is out of range.</exception>
    public static SegmentOrder Of(SegmentOptions? options)
    {
        try
        {
            return new SegmentOrder(options.ToSettings(), options.SampleRateOf(), options.RepresentativeSecondsOf());
        }
        catch (SegmentationException e)
        {
            throw RpcErrors.InvalidArgument($"options: {e.Message}");
        }
    }

    /// <summary>The cache key of a track's result: the audio's content and all settings, never a name.</summary>
    public string KeyFor(AudioInput audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var settings = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this));
        return $"microgenre:segments:{FormatVersion}:{Convert.ToHexStringLower(audio.Sha256)}:{Convert.ToHexStringLower(settings)}";
    }
}
