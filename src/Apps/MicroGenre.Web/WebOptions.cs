using MicroGenre.Client;

namespace MicroGenre.Web;

/// <summary>The page's settings: the section <c>Web</c> of its configuration.</summary>
public sealed class WebOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Web";

    /// <summary>The longest upload, in bytes; the page tells it before anything is sent. Default 512 MiB, as the services'.</summary>
    public long LargestUpload { get; init; } = Limits.UploadBytes;

    /// <summary>The most columns of a waveform or spectrogram that the page draws. Default 1600.</summary>
    public int PictureColumns { get; init; } = 1600;

    /// <summary>How long each part is that gets a genre of its own, 0.1 to 60 s. Default 6 s: few models tell genres by less.</summary>
    public double TimelineSeconds { get; init; } = 6;

    /// <summary>How long the page waits for an answer other than an upload's. Default 30 s.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(30);
}
