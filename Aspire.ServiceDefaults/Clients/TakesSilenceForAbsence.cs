namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Tells of a connection that was given up for its silence as of one that broke: that is UNAVAILABLE to gRPC, so that callers ask again or do without,
/// where what .NET throws, a breach of the protocol, would be INTERNAL.</summary>
internal sealed class TakesSilenceForAbsence : DelegatingHandler
{
    // RFC 9113, section 7.
    private const long ProtocolError = 1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is HttpProtocolException { ErrorCode: ProtocolError })
        {
            throw Broken(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The end of the connection stopped a request that was still being sent.
            throw Broken(e);
        }
    }

    // Without what was thrown, which gRPC would look into.
    private static HttpRequestException Broken(Exception e) => new(HttpRequestError.ConnectionError, e.Message, new IOException(e.Message));
}
