using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Inference.Classification;

/// <summary>The limits of a live stream.</summary>
public static class LiveHeader
{
    private const int LowestRate = 4000;
    private const int HighestRate = 192_000;
    private const int MostChannels = 8;

    /// <summary>The shortest step or window, in seconds.</summary>
    internal const double ShortestTime = 0.1;

    /// <summary>The longest step or window, in seconds.</summary>
    internal const double LongestTime = 60;

    /// <summary>Checks a header.</summary>
    /// <returns>The header with its options.</returns>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: a field is out of range.</exception>
    public static ClassifyLiveHeader Check(ClassifyLiveHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        Require(header.SampleRate is >= LowestRate and <= HighestRate,
            $"sample_rate: {header.SampleRate} Hz is not in the range {LowestRate} to {HighestRate} Hz.");
        Require(header.Channels is >= 0 and <= MostChannels, $"channels: {header.Channels} is not in the range 1 to {MostChannels}.");
        Require(System.Enum.IsDefined(header.Encoding), $"encoding: {(int)header.Encoding} is not known.");
        Require(!header.HasStepSeconds || IsTime(header.StepSeconds),
            $"step_seconds: {header.StepSeconds} is not in the range {ShortestTime} to {LongestTime}.");
        Require(!header.HasWindowSeconds || IsTime(header.WindowSeconds),
            $"window_seconds: {header.WindowSeconds} is not in the range {ShortestTime} to {LongestTime}.");
        header.Options ??= new ClassifyOptions();
        return header;
    }

    /// <summary>The time between answers.</summary>
    public static TimeSpan StepOf(ClassifyLiveHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return TimeSpan.FromSeconds(header.HasStepSeconds ? header.StepSeconds : 1);
    }

    /// <summary>The length of audio that an answer covers.</summary>
    public static TimeSpan WindowOf(ClassifyLiveHeader header, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(recipe);
        var liked = (double)TimelineWindow.LengthOf(recipe) * recipe.Features.HopLength / recipe.Features.SampleRate;
        return TimeSpan.FromSeconds(header.HasWindowSeconds ? header.WindowSeconds : Math.Clamp(liked, ShortestTime, LongestTime));
    }

    /// <summary>Whether a time in seconds is in range.</summary>
    internal static bool IsTime(double seconds) => seconds is >= ShortestTime and <= LongestTime;

    private static void Require(bool condition, string problem)
    {
        if (!condition)
        {
            throw RpcErrors.InvalidArgument(problem);
        }
    }
}
