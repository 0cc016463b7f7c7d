using MicroGenre.Learning;
using MicroGenre.Segmentation;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Audio;

/// <summary>Classifies tracks in this process.</summary>
/// <param name="model">The model.</param>
/// <param name="excerpt">What of each track to classify; of several parts, the mean of their probabilities counts.</param>
/// <param name="options">What to say beside the genres. Only whole tracks are explained.</param>
internal sealed class LocalClassifier(GenreModel model, ExcerptKind excerpt, AnswerOptions options) : ITrackClassifier
{
    public int AtOnce => Environment.ProcessorCount;

    public Task<IReadOnlyList<string>?> LabelsAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>?>(model.Card.Labels);

    public async Task<Classification> ClassifyAsync(string name, Stream audio, CancellationToken cancellation)
    {
        var settings = model.Card.Recipe.Features;
        await using var seekable = await SeekableAudio.OfAsync(audio, cancellation);
        AudioReader? last = null;
        int? channel = null;
        var features = FeatureExtractor.Extract(Open, [settings], cancellation)[0];
        var heard = last!;
        channel = heard.Channel;
        var explained = options.Explain ? model.Explain(features, options.Genre) : null;
        var answer = explained is not null ? explained.Answer
            : excerpt == ExcerptKind.Whole ? model.Answer(features)
            : Answer([.. excerpt.Cut(Open, cancellation).Select(part => model.Answer(Feature.Compute(part, settings)))], features);
        answer = answer.About(heard.Sound);
        var genres = model.Card.Labels.Zip(
            answer.Probabilities, (label, probability) => new GenreProbability(label, probability, model.Card.NameOf(label)));
        var note = heard.Resampled ? $"resampled from {heard.Source.SampleRate} Hz to {heard.SampleRate} Hz" : null;
        return new Classification(
            name, $"{model.Card.Name}/{model.Card.Version}", Classification.Sort(genres), answer.Uncertain, answer.Verdict, answer.Reason,
                note, heard.Damage)
        {
            Set = options.Coverage is { } coverage ? model.SetOf(answer, coverage) : null,
            Explanation = explained?.Explanation,
            Picture = options.Picture && explained is { Explanation: var why }
                ? ExplanationPicture.ToSvg(why, model.Card.NameOf(why.Genre), features) : null,
        };

        // Piece by piece: a track of hours would not fit in memory.
        AudioReader Open()
        {
            seekable.Position = 0;
            last = AudioFile.Open(seekable, settings.SampleRate);
            last.Channel = channel;
            return last;
        }
    }

    public void Dispose() => model.Dispose();

    private GenreAnswer Answer(IReadOnlyList<GenreAnswer> parts, FeatureMatrix features)
    {
        if (parts is [var only])
        {
            return only;
        }

        // Parts that vote are too short for a verdict, so it comes from the whole track.
        float[] probabilities = [.. model.Card.Labels.Select((_, genre) => parts.Average(answer => answer.Probabilities[genre]))];
        var whole = model.Answer(features);
        var uncertain = whole.Reason is not null || (model.Card.Calibration?.IsUncertain(probabilities) ?? false);
        return whole with { Probabilities = probabilities, Uncertain = uncertain };
    }
}
