using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Contracts;

namespace MicroGenre.Cli.Remote;

/// <summary>Classifies tracks by an Inference service.</summary>
internal sealed class RemoteClassifier(Server server, ModelName model) : ITrackClassifier
{
    private readonly Classifier.ClassifierClient _client = new(server.Channel);

    public async Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation)
    {
        var header = new ClassifyUploadHeader
        {
            Upload = new UploadHeader { Name = Path.GetFileName(name) },
            Options = new ClassifyOptions { Model = model.Name, Version = model.Version ?? 0 },
        };
        try
        {
            using var call = _client.ClassifyUpload(cancellationToken: cancellation);
            var reply = await Upload.AnswerAsync(AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation), call.ResponseAsync);
            var genres = reply.Prediction.Genres.Select(genre => new Audio.GenreProbability(genre.Label, genre.Probability));
            var note = reply.Audio.Resampled ? $"resampled from {reply.Audio.SampleRate} Hz to {reply.Audio.ProcessedSampleRate} Hz" : null;
            return new Classification(name, $"{reply.Model}/{reply.Version}", Classification.Sort(genres), reply.Prediction.Uncertain, note);
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    public void Dispose() => server.Dispose();
}
