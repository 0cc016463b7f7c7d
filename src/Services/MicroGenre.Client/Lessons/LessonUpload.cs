using Grpc.Core;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;

namespace MicroGenre.Client.Lessons;

/// <summary>A track that a genre is taught by.</summary>
/// <param name="Name">What messages call it, such as its file name.</param>
/// <param name="Open">Opens the file; the upload disposes of it.</param>
public sealed record ExampleFile(string Name, Func<Stream> Open);

/// <summary>Teaches a genre by tracks that are sent to the service.</summary>
public static class LessonUpload
{
    /// <summary>Uploads the tracks one after the other, and returns the model that was taught.</summary>
    /// <param name="client">The Training service.</param>
    /// <param name="lesson">What to teach.</param>
    /// <param name="examples">Tracks of the genre. Each is sent before the next is asked for.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="RpcException">The service refuses the lesson or cannot be reached.</exception>
    public static async Task<TaughtModel> TeachAsync(
        this Teacher.TeacherClient client, Lesson lesson, IAsyncEnumerable<ExampleFile> examples, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(examples);
        using var call = client.TeachUpload(cancellationToken: cancellation);
        return await AudioUpload.AnswerAsync(SendAsync(call.RequestStream, lesson, examples, cancellation), call.ResponseAsync);
    }

    private static async Task SendAsync(
        IClientStreamWriter<TeachUploadRequest> writer, Lesson lesson, IAsyncEnumerable<ExampleFile> examples,
        CancellationToken cancellation)
    {
        await writer.WriteAsync(new TeachUploadRequest { Lesson = lesson }, cancellation);
        await foreach (var example in examples.WithCancellation(cancellation))
        {
            await using var audio = example.Open();
            var header = new TeachUploadRequest { Example = new UploadHeader { Name = example.Name } };
            await AudioUpload.SendPartAsync(
                writer, header, audio, data => new TeachUploadRequest { Data = data }, progress: null, cancellation);
        }

        await writer.CompleteAsync();
    }
}
