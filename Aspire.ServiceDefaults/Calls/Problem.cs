using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>Why an HTTP request did not succeed: problem details (RFC 9457) with one more member.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong, in one line.</param>
/// <param name="Retry">Whether the same request may succeed later.</param>
public sealed record Problem(int Status, string Detail, bool Retry)
{
    /// <summary>The media type of problem details.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>The name of the member that says <see cref="Retry"/>.</summary>
    public const string RetryMember = "retry";

    // What RFC 9457 has for problems that the status alone describes.
    private const string NoType = "about:blank";

    /// <summary>The problem as a response.</summary>
    public ProblemHttpResult ToResult() => TypedResults.Problem(
        Detail, statusCode: Status, title: ReasonPhrases.GetReasonPhrase(Status), type: NoType,
        extensions: [KeyValuePair.Create<string, object?>(RetryMember, Retry)]);

    /// <summary>Answers a request with the problem.</summary>
    public Task WriteAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        http.Response.ContentLength = null;
        return ToResult().ExecuteAsync(http);
    }
}
