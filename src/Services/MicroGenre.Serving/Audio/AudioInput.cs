using System.Buffers;
using System.Security.Cryptography;
using MicroGenre.Client;
using MicroGenre.Contracts;
using MicroGenre.Serving.Calls;
using MicroGenre.Serving.Data;

namespace MicroGenre.Serving.Audio;

/// <summary>A track's bytes in a service, from any source: seekable, and identified by their hash.</summary>
public sealed class AudioInput : IAsyncDisposable
{
    private const int HashedAtOnce = 1 << 20;

    internal AudioInput(string name, Stream content, byte[] sha256)
    {
        Name = name;
        Content = content;
        Sha256 = sha256;
    }

    /// <summary>The name of the track in messages.</summary>
    public string Name { get; }

    /// <summary>The file's bytes: seekable, at the start.</summary>
    public Stream Content { get; }

    /// <summary>SHA-256 of the file's bytes.</summary>
    public byte[] Sha256 { get; }

    /// <summary>Opens the audio of a request.</summary>
    /// <param name="source">The request's field <c>audio</c>.</param>
    /// <param name="root">The data root that its path is confined to.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <exception cref="Grpc.Core.RpcException">The source is missing, empty, over the limit, not found or not allowed.</exception>
    public static async Task<AudioInput> OpenAsync(AudioSource? source, DataRoot root, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(root);
        switch (source?.SourceCase)
        {
            case AudioSource.SourceOneofCase.Path:
                return await OpenFileAsync(root.File(source.Path, "audio.path"), source.Path, cancellation);

            case AudioSource.SourceOneofCase.Content when source.Content.Length > Limits.InlineAudioBytes:
                throw RpcErrors.ResourceExhausted(
                    $"audio.content: {source.Content.Length} bytes are over the limit of {Limits.InlineAudioBytes} for audio in a "
                    + $"request; use a call whose name ends in Upload.");

            case AudioSource.SourceOneofCase.Content:
                return OfBytes(source.Name.Length > 0 ? source.Name : "the audio sent", source.Content.Memory);

            default:
                throw RpcErrors.InvalidArgument("audio: give a path or content.");
        }
    }

    /// <summary>Creates a track from bytes in memory.</summary>
    public static AudioInput OfBytes(string name, ReadOnlyMemory<byte> bytes) =>
        new(name, new MemoryStream(bytes.ToArray(), writable: false), SHA256.HashData(bytes.Span));

    /// <summary>Opens a file as a track.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the track in messages.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static async Task<AudioInput> OfFileAsync(string path, string name, CancellationToken cancellation)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 64 * 1024,
            FileOptions.Asynchronous | FileOptions.SequentialScan);
        try
        {
            var hash = await HashAsync(file, cancellation);
            file.Position = 0;
            return new AudioInput(name, file, hash);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Content.DisposeAsync();

    private static async Task<AudioInput> OpenFileAsync(string full, string name, CancellationToken cancellation)
    {
        try
        {
            return await OfFileAsync(full, name, cancellation);
        }
        catch (UnauthorizedAccessException)
        {
            throw RpcErrors.InvalidArgument($"audio.path: '{name}' may not be read by this service.");
        }
        catch (IOException e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw RpcErrors.NotFound($"audio.path: there is no file '{name}' under the data root.");
        }
    }

    // Each asynchronous read costs a thread switch, so a track uses few of them.
    private static async Task<byte[]> HashAsync(FileStream file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(HashedAtOnce);
        try
        {
            while (await file.ReadAsync(buffer, cancellation) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
