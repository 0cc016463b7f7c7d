using MicroGenre.Client.Segments;
using MicroGenre.Contracts;
using MicroGenre.Segmentation;
using MicroGenre.Segmentation.Reporting;
using MicroGenre.Signal;
using MicroGenre.Signal.Files;

namespace MicroGenre.Cli.Audio;

/// <summary>Segments tracks in this process.</summary>
/// <param name="options">The settings.</param>
/// <param name="report">The path of an HTML page to write; <see langword="null"/> for none.</param>
internal sealed class LocalSegmenter(SegmentOptions options, string? report) : ITrackSegmenter
{
    private readonly Segmenter _segmenter = new(options.ToSettings());
    private readonly int _sampleRate = options.SampleRateOf();
    private readonly double _representativeSeconds = options.RepresentativeSecondsOf();

    public async Task<SegmentResult> SegmentAsync(string name, Stream audio, IProgress<double> progress, CancellationToken cancellation)
    {
        AudioReader? reader = null;
        await using var seekable = await SeekableAudio.OfAsync(audio, cancellation);
        var track = await Task.Run(() => _segmenter.Segment(Open, progress, cancellation), cancellation);
        if (report is not null)
        {
            WholeFile.Write(report, SegmentationReport.ToHtml(track, Path.GetFileName(name), track.Representative(_representativeSeconds)));
        }

        return track.ToResult(_representativeSeconds, reader!.Damage);

        AudioReader Open()
        {
            seekable.Position = 0;
            return reader = AudioFile.Open(seekable, _sampleRate);
        }
    }

    public void Dispose()
    {
    }
}
