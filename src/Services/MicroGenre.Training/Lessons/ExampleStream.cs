using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Serving.Audio;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Training.Lessons;

/// <summary>An upload of several examples, as one upload after the other.</summary>
/// <param name="messages">The caller's stream.</param>
/// <param name="limits">The limits to enforce on each example.</param>
internal sealed class ExampleStream(IAsyncStreamReader<TeachUploadRequest> messages, AudioLimits limits)
    : IAsyncStreamReader<TeachUploadRequest>
{
    private bool _isAtNext;

    /// <inheritdoc/>
    public TeachUploadRequest Current => messages.Current;

    /// <summary>Reads the lesson, which comes first.</summary>
    /// <exception cref="RpcException">The first message is another one, or none arrived in time.</exception>
    public Task<Lesson> ReadLessonAsync(CancellationToken cancellation) =>
        new AudioUploadReader<TeachUploadRequest, Lesson>(messages, message => message.Lesson, message => message.Data, limits)
            .ReadHeaderAsync(cancellation);

    /// <summary>Reads the next example; <see langword="null"/> after the last one.</summary>
    /// <exception cref="RpcException">The upload is invalid, too long or too slow.</exception>
    public async Task<AudioInput?> ReadExampleAsync(CancellationToken cancellation)
    {
        var upload = new AudioUploadReader<TeachUploadRequest, UploadHeader>(
            this, message => message.Example, message => message.Data, limits);
        return await upload.TryReadHeaderAsync(cancellation) is { } header ? await upload.ReadAudioAsync(header, cancellation) : null;
    }

    /// <summary>Moves on within an example, or from between two of them to the next.</summary>
    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (_isAtNext)
        {
            _isAtNext = false;
            return true;
        }

        var isFirst = messages.Current?.PartCase == TeachUploadRequest.PartOneofCase.Lesson;
        if (!await messages.MoveNext(cancellationToken))
        {
            return false;
        }

        if (Current.PartCase == TeachUploadRequest.PartOneofCase.Lesson)
        {
            throw RpcErrors.InvalidArgument("Only the first message of an upload may be its lesson.");
        }

        _isAtNext = !isFirst && Current.PartCase == TeachUploadRequest.PartOneofCase.Example;
        return !_isAtNext;
    }
}
