using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Client.Channels;
using MicroGenre.Client.Features;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;

namespace MicroGenre.Cli.Remote;

/// <summary>Classifies tracks by an Inference service.</summary>
internal sealed class RemoteClassifier(Server server, ModelName model, AnswerOptions options) : ITrackClassifier
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
        var upload = new UploadHeader { Name = Path.GetFileName(name) };
        var wanted = new ClassifyOptions { Model = model.Name, Version = model.Version ?? 0 };
        if (options.Coverage is { } coverage)
        {
            wanted.Coverage = coverage;
        }

        try
        {
            // One that has answered before is likely to be back soon, or to have a replica.
            var explained = _hasAnswered && audio.CanSeek
                ? await Retry.WhileUnavailableAsync(() => AskAsync(upload, wanted, audio, cancellation), cancellation)
                : await AskAsync(upload, wanted, audio, cancellation);
            _hasAnswered = true;
            var reply = explained.Answer;
            var why = explained.Explanation is { } message ? RemoteExplanation.Of(message) : null;
            var genres = reply.Prediction.Genres.Select(
                genre => new Audio.GenreProbability(genre.Label, genre.Probability, NameOf(genre)));
            var note = reply.Audio.Resampled ? $"resampled from {reply.Audio.SampleRate} Hz to {reply.Audio.ProcessedSampleRate} Hz" : null;
            return new Classification(
                name,
                $"{reply.Model}/{reply.Version}",
                Classification.Sort(genres),
                reply.Prediction.Uncertain,
                reply.Prediction.Verdict.ToVerdict(),
                ReasonOf(reply.Prediction),
                note,
                reply.Audio.ToDamage())
            {
                Set = reply.Prediction.Set?.Labels,
                Explanation = why,
                Picture = options.Picture && why is not null
                    ? Learning.ExplanationPicture.ToSvg(why, NameOf(reply.Prediction.Genres.First(genre => genre.Label == why.Genre)))
                    : null,
            };
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }

    // Services of older versions send no display names.
    private static string NameOf(Contracts.GenreProbability genre) =>
        genre.DisplayName is { Length: > 0 } name ? name : Learning.GenreName.Display(genre.Label);

    private static string? ReasonOf(Prediction prediction) => prediction.Reason.Length > 0 ? prediction.Reason : null;

    public void Dispose() => server.Dispose();

    private async Task<ExplainReply> AskAsync(
        UploadHeader upload, ClassifyOptions wanted, Stream audio, CancellationToken cancellation)
    {
        if (audio.CanSeek)
        {
            audio.Position = 0;
        }

        if (options.Explain)
        {
            var header = new ExplainUploadHeader { Upload = upload, Options = wanted, Genre = options.Genre ?? "" };
            using var explaining = _client.ExplainUpload(cancellationToken: cancellation);
            return await AudioUpload.AnswerAsync(
                AudioUpload.SendAsync(explaining.RequestStream, header, audio, cancellation: cancellation), explaining.ResponseAsync);
        }

        using var call = _client.ClassifyUpload(cancellationToken: cancellation);
        var plain = new ClassifyUploadHeader { Upload = upload, Options = wanted };
        return new ExplainReply
        {
            Answer = await AudioUpload.AnswerAsync(
                AudioUpload.SendAsync(call.RequestStream, plain, audio, cancellation: cancellation), call.ResponseAsync),
        };
    }
}
