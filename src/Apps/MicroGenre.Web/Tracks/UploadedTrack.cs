using System.Reflection;
using Google.Protobuf;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;

namespace MicroGenre.Web.Tracks;

/// <summary>A track in a request's body: the file's bytes, or a form with the file, read as it arrives.</summary>
/// <param name="name">The file's name, if the form has it.</param>
/// <param name="length">Its length in bytes, if it is known.</param>
/// <param name="content">Its bytes.</param>
internal sealed class UploadedTrack(string? name, long? length, Stream content) : IEndpointParameterMetadataProvider
{
    private const string Unnamed = "the track";

    /// <summary>The file's bytes.</summary>
    public Stream Content => content;

    /// <summary>Finds the track in a request.</summary>
    /// <exception cref="BadHttpRequestException">The file is too long, or the form has none.</exception>
    public static async ValueTask<UploadedTrack?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var request = http.Request;
        UploadLimit.Check(request);
        if (!FormFiles.IsForm(request))
        {
            return new UploadedTrack(null, request.ContentLength, request.Body);
        }

        await foreach (var (name, content) in FormFiles.ReadAsync(request, http.RequestAborted))
        {
            return new UploadedTrack(name, null, content);
        }

        throw new BadHttpRequestException("The form has no file.");
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new TakesFile());

    /// <summary>What is coming, as the services want to know it.</summary>
    /// <param name="given">The name that the caller gives it; <see langword="null"/> for the file's own.</param>
    public UploadHeader ToHeader(string? given)
    {
        var header = new UploadHeader { Name = !string.IsNullOrWhiteSpace(given) ? given : name ?? Unnamed };
        if (length is { } bytes)
        {
            header.Length = (ulong)bytes;
        }

        return header;
    }

    /// <summary>Sends the track and waits for the answer.</summary>
    /// <param name="send">Sends the bytes in a call.</param>
    /// <param name="answer">The answer of that call.</param>
    /// <exception cref="BadHttpRequestException">The body is too long or breaks off.</exception>
    /// <exception cref="RpcException">The service refuses the track.</exception>
    public async Task<Reply<TReply>> SendAsync<TReply>(Func<Stream, Task> send, Task<TReply> answer)
        where TReply : IMessage, new()
    {
        try
        {
            await send(content);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException || (e is IOException and not BadHttpRequestException))
        {
            // A service that refuses a track answers before it has read it: the answer says why.
        }

        return new Reply<TReply>(await answer);
    }
}
