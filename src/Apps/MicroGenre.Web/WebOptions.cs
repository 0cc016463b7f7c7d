using Grpc.Core;
using MicroGenre.Client;

namespace MicroGenre.Web;

/// <summary>The page's settings: the section <c>Web</c> of its configuration.</summary>
public sealed class WebOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Web";

    /// <summary>Maximum size of an upload, in bytes; the page checks it before sending. Default 512 MiB, as for the services.</summary>
    public long LargestUpload { get; init; } = Limits.UploadBytes;

    /// <summary>Maximum number of columns of a waveform or spectrogram on the page. Default 1600.</summary>
    public int PictureColumns { get; init; } = 1600;

    /// <summary>Length of the parts that are classified separately, 0.1 to 60 s. Default 6 s: few models can classify less.</summary>
    public double TimelineSeconds { get; init; } = 6;

    /// <summary>
    /// What a track's set of possible genres promises: of tracks of each genre, this share has it in their set. Above 0 and below 1.
    /// Default 0.9.
    /// </summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>Time limit for answers other than an upload's. Default 30 s.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a call that answers at once is made with: the time limit, and the caller's wish to end it.</summary>
    internal CallOptions Answer(CancellationToken cancellation) =>
        new(deadline: DateTime.UtcNow + AnswerLimit, cancellationToken: cancellation);
}
