using Google.Protobuf;

namespace MicroGenre.Web.Tracks;

/// <summary>One service's part in processing an upload.</summary>
internal interface ITrackPart : IDisposable
{
    /// <summary>
    /// Sends the file's next bytes to the service. Does nothing after an error, which <see cref="AnswersAsync"/> reports.
    /// </summary>
    Task SendAsync(ByteString data, CancellationToken cancellation);

    /// <summary>Signals the end of the file.</summary>
    Task CompleteAsync();

    /// <summary>Streams the events: progress, then a result or a failure.</summary>
    IAsyncEnumerable<TrackEvent> AnswersAsync(CancellationToken cancellation);
}
