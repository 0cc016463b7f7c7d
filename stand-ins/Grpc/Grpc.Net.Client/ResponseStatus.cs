using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Wire;

namespace Grpc.Net.Client;

/// <summary>What a response, or the lack of one, says about the outcome of a call.</summary>
internal static class ResponseStatus
{
    /// <summary>The outcome that the headers alone tell: the answer is none of gRPC's, or a failure without a body.</summary>
    public static Status? OfHeaders(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Read(response.Headers) ?? new Status(Of(response.StatusCode), $"Bad gRPC response. HTTP status code: {(int)response.StatusCode}");
        }

        var contentType = response.Content.Headers.ContentType?.ToString();
        return Headers.IsGrpc(contentType)
            ? Read(response.Headers) is { StatusCode: not StatusCode.OK } failure ? failure : null
            : new Status(StatusCode.Cancelled, $"Bad gRPC response. Invalid content-type value: {contentType ?? "none"}");
    }

    /// <summary>The outcome of a response that has been read to its end.</summary>
    public static Status OfEnd(HttpResponseMessage response) =>
        Read(response.TrailingHeaders)
        ?? Read(response.Headers)
        ?? new Status(StatusCode.Cancelled, "No grpc-status found on response.");

    /// <summary>The outcome of a request that failed on its way.</summary>
    public static Status Of(Exception exception)
    {
        var chain = ChainOf(exception).ToList();
        var code = chain.OfType<HttpProtocolException>().FirstOrDefault() is { } protocol ? OfReset(protocol.ErrorCode)
            : chain.Exists(cause => cause is SocketException or IOException) ? StatusCode.Unavailable
            : StatusCode.Internal;
        return new Status(code, string.Join(' ', chain.Select(cause => $"{cause.GetType().Name}: {cause.Message}")), exception);
    }

    public static Metadata ReadMetadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated.Where(header => Headers.IsMetadata(header.Key)))
        {
            foreach (var value in values)
            {
                Headers.AddTo(metadata, name, value);
            }
        }

        return metadata;
    }

    private static Status? Read(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(Headers.Status, out var values))
        {
            return null;
        }

        var text = values.ToString();
        var detail = headers.NonValidated.TryGetValues(Headers.Message, out var message) ? StatusMessage.Decode(message.ToString()) : "";
        return int.TryParse(text, out var code)
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Cancelled, $"Unexpected grpc-status value: {text}");
    }

    // https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md
    private static StatusCode Of(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    // RFC 9113, section 7, to the codes that PROTOCOL-HTTP2.md gives.
    private static StatusCode OfReset(long errorCode) => errorCode switch
    {
        7 => StatusCode.Unavailable,
        8 => StatusCode.Cancelled,
        11 => StatusCode.ResourceExhausted,
        12 => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    private static IEnumerable<Exception> ChainOf(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
