using System.Diagnostics;

namespace MicroGenre.Serving.Calls;

/// <summary>The spans inside a call: where its time goes between the request and the answer.</summary>
public static class ServingSpans
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "MicroGenre.Serving";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Opens a span; <see langword="null"/> where nobody records it.</summary>
    /// <param name="name">What is done: <c>cache</c>, <c>queue</c>, <c>batch</c>, <c>compute</c>.</param>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Records a span of something that is over already, below the current one.</summary>
    /// <param name="name">What was done.</param>
    /// <param name="begin">When it began.</param>
    /// <param name="duration">How long it took.</param>
    public static void Record(string name, DateTimeOffset begin, TimeSpan duration)
    {
        using var span = Source.StartActivity(name, ActivityKind.Internal, Activity.Current?.Context ?? default, startTime: begin);
        span?.SetEndTime((begin + duration).UtcDateTime);
    }
}
