using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Client.Channels;
using MicroGenre.Client.Features;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;

namespace MicroGenre.Cli.Remote;

/// <summary>Classifies tracks through an Inference service.</summary>
internal sealed class RemoteClassifier(Server server, ModelName model) : ITrackClassifier
{
    private readonly Classifier.ClassifierClient _client = new(server.Channel);
    private bool _hasAnswered;

    public int AtOnce => 1;

    public async Task<IReadOnlyList<string>?> LabelsAsync(CancellationToken cancellation)
    {
        try
        {
            var reply = await _client.ListModelsAsync(new ListModelsRequest(), cancellationToken: cancellation);
            return reply.Models.FirstOrDefault(
                known => known.Name == model.Name && known.Version == (model.Version ?? known.Version))?.Labels;
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    public async Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation)
    {
        var header = new ClassifyUploadHeader
        {
            Upload = new UploadHeader { Name = Path.GetFileName(name) },
            Options = new ClassifyOptions { Model = model.Name, Version = model.Version ?? 0 },
        };
        try
        {
            // A service that has answered before is likely to be back soon, or to have a replica.
            var reply = _hasAnswered && audio.CanSeek
                ? await Retry.WhileUnavailableAsync(() => AskAsync(header, audio, cancellation), cancellation)
                : await AskAsync(header, audio, cancellation);
            _hasAnswered = true;
            // Services of older versions know no display names.
            var genres = reply.Prediction.Genres.Select(genre => new Audio.GenreProbability(
                genre.Label, genre.Probability, genre.DisplayName is { Length: > 0 } name ? name : Learning.GenreName.Display(genre.Label)));
            var note = reply.Audio.Resampled ? $"resampled from {reply.Audio.SampleRate} Hz to {reply.Audio.ProcessedSampleRate} Hz" : null;
            return new Classification(
                name,
                $"{reply.Model}/{reply.Version}",
                Classification.Sort(genres),
                reply.Prediction.Uncertain,
                VerdictOf(reply.Prediction),
                ReasonOf(reply.Prediction),
                note,
                reply.Audio.ToDamage());
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    private static Learning.Verdict VerdictOf(Prediction prediction) => prediction.Verdict switch
    {
        Verdict.NoMusic => Learning.Verdict.NoMusic,
        Verdict.Unfamiliar => Learning.Verdict.Unfamiliar,
        _ => Learning.Verdict.Ok,
    };

    private static string? ReasonOf(Prediction prediction) => prediction.Reason.Length > 0 ? prediction.Reason : null;

    public void Dispose() => server.Dispose();

    private async Task<ClassifyReply> AskAsync(ClassifyUploadHeader header, Stream audio, CancellationToken cancellation)
    {
        if (audio.CanSeek)
        {
            audio.Position = 0;
        }

        using var call = _client.ClassifyUpload(cancellationToken: cancellation);
        return await AudioUpload.AnswerAsync(
            AudioUpload.SendAsync(call.RequestStream, header, audio, cancellation: cancellation), call.ResponseAsync);
    }
}
