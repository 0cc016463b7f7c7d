using System.Diagnostics;

namespace MicroGenre.Serving.Calls;

/// <summary>Creates trace spans inside a call, which show where its time goes.</summary>
public static class ServingSpans
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "MicroGenre.Serving";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts a span; <see langword="null"/> if no listener records it.</summary>
    /// <param name="name">The operation: <c>cache</c>, <c>queue</c>, <c>batch</c>, <c>compute</c>.</param>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Records a span of a finished operation as a child of the current one.</summary>
    /// <param name="name">The operation.</param>
    /// <param name="begin">Its start time.</param>
    /// <param name="duration">Its duration.</param>
    public static void Record(string name, DateTimeOffset begin, TimeSpan duration)
    {
        using var span = Source.StartActivity(name, ActivityKind.Internal, Activity.Current?.Context ?? default, startTime: begin);
        span?.SetEndTime((begin + duration).UtcDateTime);
    }
}
