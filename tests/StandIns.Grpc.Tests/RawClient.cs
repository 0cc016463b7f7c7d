using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Core;

namespace StandIns.Grpc.Tests;

/// <summary>Speaks HTTP/2 to a server without any gRPC library, to send what no library would send and see what is really on the wire.</summary>
internal sealed class RawClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    /// <summary>A message as it travels: a flag, its length in four bytes, its bytes.</summary>
    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flag = 0)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public Task<RawResponse> CallAsync(string path, byte[] body, params (string Name, string Value)[] headers) =>
        CallAsync(path, body, "application/grpc", headers);

    public async Task<RawResponse> CallAsync(string path, byte[] body, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body), Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request);
        var received = await response.Content.ReadAsByteArrayAsync();
        return new RawResponse(response.StatusCode, response.Content.Headers.ContentType?.ToString(), response.Headers, response.TrailingHeaders, received);
    }

    public void Dispose() => _http.Dispose();
}

internal sealed record RawResponse(HttpStatusCode HttpStatus, string? ContentType, HttpResponseHeaders Headers, HttpResponseHeaders Trailers, byte[] Body)
{
    public StatusCode Status => (StatusCode)int.Parse(Find("grpc-status") ?? throw new InvalidOperationException("There is no grpc-status."));

    public string? Find(string name) =>
        Trailers.TryGetValues(name, out var values) || Headers.TryGetValues(name, out values) ? string.Join(',', values) : null;
}
