using System.Runtime.CompilerServices;
using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Web.Tracks;

/// <summary>Starts the calls that process an upload.</summary>
internal sealed class TrackParts(
    Classifier.ClassifierClient classifier, FeatureExtractor.FeatureExtractorClient features,
        TrackSegmenter.TrackSegmenterClient segmenter, WebOptions options)
{
    /// <summary>The part that says of which genre a track is.</summary>
    public const string Genres = "genres";

    private const string Picture = "picture";
    private const string Segments = "segments";
    private const string Explanation = "explanation";

    // Short frames, so that each column of a short track's waveform has its own.
    private const int LoudnessFrame = 256;

    /// <summary>The parts that are answered unless told.</summary>
    public static IReadOnlyList<string> Usual { get; } = [Genres, Picture, Segments];

    /// <summary>The names of all parts.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Usual, Explanation];

    /// <summary>The spectrogram that the page draws.</summary>
    public static FeatureSpec Spectrogram() => new() { Feature = "log-mel" };

    /// <summary>Starts the call for a part.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="upload">What is coming.</param>
    /// <param name="asked">What is asked about it.</param>
    /// <param name="cancellation">Ends the call.</param>
    public ITrackPart Begin(
        string name, UploadHeader upload, TrackQuestion asked, CancellationToken cancellation) => name switch
    {
        Genres => BeginGenres(upload, asked, cancellation),
        Explanation => BeginExplanation(upload, asked, cancellation),
        Picture => BeginPicture(upload, cancellation),
        Segments => BeginSegments(upload, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such part."),
    };

    private TrackPart<ClassifyUploadRequest> BeginGenres(UploadHeader upload, TrackQuestion asked, CancellationToken cancellation)
    {
        var call = classifier.ClassifyUpload(cancellationToken: cancellation);
        var header = new ClassifyUploadHeader { Upload = upload, Options = asked.ToOptions() };
        header.Options.Timeline = true;
        header.Options.TimelineSeconds = options.TimelineSeconds;
        return new TrackPart<ClassifyUploadRequest>(
            Genres, "inference", call, call.RequestStream, new ClassifyUploadRequest { Header = header }, data =>
                new ClassifyUploadRequest { Data = data }, AnswersAsync);

        async IAsyncEnumerable<TrackEvent> AnswersAsync([EnumeratorCancellation] CancellationToken token)
        {
            yield return TrackEvent.Reply(Genres, await call.ResponseAsync.WaitAsync(token));
        }
    }

    private TrackPart<ExplainUploadRequest> BeginExplanation(
        UploadHeader upload, TrackQuestion asked, CancellationToken cancellation)
    {
        var call = classifier.ExplainUpload(cancellationToken: cancellation);
        var header = new ExplainUploadHeader { Upload = upload, Options = asked.ToOptions(), Genre = asked.Genre };
        return new TrackPart<ExplainUploadRequest>(
            Explanation, "inference", call, call.RequestStream, new ExplainUploadRequest { Header = header }, data =>
                new ExplainUploadRequest { Data = data }, AnswersAsync);

        async IAsyncEnumerable<TrackEvent> AnswersAsync([EnumeratorCancellation] CancellationToken token)
        {
            yield return TrackEvent.Reply(Explanation, await call.ResponseAsync.WaitAsync(token));
        }
    }

    private TrackPart<ExtractUploadRequest> BeginPicture(UploadHeader upload, CancellationToken cancellation)
    {
        var call = features.ExtractUpload(cancellationToken: cancellation);
        var header = new ExtractUploadHeader { Upload = upload };
        header.Features.Add(Spectrogram());
        header.Features.Add(new FeatureSpec { Feature = "rms", WindowLength = LoudnessFrame, HopLength = LoudnessFrame });
        return new TrackPart<ExtractUploadRequest>(
            Picture, "feature-extraction", call, call.RequestStream, new ExtractUploadRequest { Header = header }, data =>
                new ExtractUploadRequest { Data = data }, AnswersAsync);

        async IAsyncEnumerable<TrackEvent> AnswersAsync([EnumeratorCancellation] CancellationToken token)
        {
            var reader = new TrackPictureReader(options.PictureColumns);
            await foreach (var chunk in call.ResponseStream.ReadAllAsync(token))
            {
                reader.Add(chunk);
            }

            yield return TrackEvent.Result(Picture, reader.Complete());
        }
    }

    private TrackPart<SegmentUploadRequest> BeginSegments(UploadHeader upload, CancellationToken cancellation)
    {
        var call = segmenter.SegmentUpload(cancellationToken: cancellation);
        var header = new SegmentUploadHeader { Upload = upload, Options = new SegmentOptions { Tuned = true } };
        return new TrackPart<SegmentUploadRequest>(
            Segments, "segmenting", call, call.RequestStream, new SegmentUploadRequest { Header = header }, data =>
                new SegmentUploadRequest { Data = data }, AnswersAsync);

        async IAsyncEnumerable<TrackEvent> AnswersAsync([EnumeratorCancellation] CancellationToken token)
        {
            await foreach (var reply in call.ResponseStream.ReadAllAsync(token))
            {
                yield return reply.PartCase == SegmentReply.PartOneofCase.Result
                    ? TrackEvent.Reply(Segments, reply.Result)
                    : TrackEvent.Progress(Segments, reply.Progress.Fraction);
            }
        }
    }
}
