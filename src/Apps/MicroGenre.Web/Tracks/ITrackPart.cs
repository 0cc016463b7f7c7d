using Google.Protobuf;

namespace MicroGenre.Web.Tracks;

/// <summary>One service's share of the work on an upload.</summary>
internal interface ITrackPart : IDisposable
{
    /// <summary>
    /// Hands the service the file's next bytes; after a refusal, of which <see cref="AnswersAsync"/> tells, does nothing.
    /// </summary>
    Task SendAsync(ByteString data, CancellationToken cancellation);

    /// <summary>Tells the service that it has all of the file.</summary>
    Task CompleteAsync();

    /// <summary>What comes of it: progress, then a result or a failure.</summary>
    IAsyncEnumerable<TrackEvent> AnswersAsync(CancellationToken cancellation);
}
