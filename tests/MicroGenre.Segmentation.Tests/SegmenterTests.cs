using MicroGenre.Segmentation.Autoregression;
using MicroGenre.Segmentation.Clustering;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Segmentation.Tests;

public class SegmenterTests
{
    private const int SampleRate = SyntheticPiece.SampleRate;

    public static TheoryData<SegmentationSettings> BothPresets => [new SegmentationSettings(), SegmentationSettings.Tuned];

    [Theory]
    [MemberData(nameof(BothPresets))]
    public void Silence_is_one_segment(SegmentationSettings settings) =>
        AssertOneSegment(new Segmenter(settings).Segment(new float[20 * SampleRate], SampleRate), 20);

    [Theory]
    [MemberData(nameof(BothPresets))]
    public void A_constant_is_one_segment(SegmentationSettings settings) =>
        AssertOneSegment(new Segmenter(settings).Segment(Enumerable.Repeat(0.7f, 20 * SampleRate).ToArray(), SampleRate), 20);

    [Theory]
    [MemberData(nameof(BothPresets))]
    public void A_fifth_of_a_second_is_one_segment(SegmentationSettings settings) =>
        AssertOneSegment(new Segmenter(settings).Segment(Noise(SampleRate / 5, 1), SampleRate), 0.2);

    [Theory]
    [MemberData(nameof(BothPresets))]
    public void A_single_sample_is_one_segment(SegmentationSettings settings) =>
        AssertOneSegment(new Segmenter(settings).Segment([0.5f], SampleRate), 1.0 / SampleRate);

    [Theory]
    [MemberData(nameof(BothPresets))]
    public void Clipping_does_not_hide_the_form(SegmentationSettings settings)
    {
        var piece = SyntheticPiece.OfResonances("ABAB", 6, seed: 5);
        var clipped = Array.ConvertAll(piece.Samples, sample => Math.Clamp(30 * sample, -1, 1));

        Assert.Equal(piece.Labels, new Segmenter(settings with { Clusters = 2 }).Segment(clipped, SampleRate).Labels);
    }

    [Theory]
    [MemberData(nameof(BothPresets))]
    public void Silence_between_music_is_a_part_of_its_own(SegmentationSettings settings)
    {
        float[] samples = [.. Noise(8 * SampleRate, 1), .. new float[8 * SampleRate], .. Noise(8 * SampleRate, 2)];

        var found = new Segmenter(settings with { Clusters = 2 }).Segment(samples, SampleRate);

        Assert.Equal([new Segment(0, 8, 0), new Segment(8, 16, 1), new Segment(16, 24, 0)], found.Segments);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_sample_that_is_no_number_is_refused_with_its_place(float value)
    {
        var samples = Noise(2 * SampleRate, 1);
        samples[SampleRate + 11025] = value;

        var error = Assert.Throws<SegmentationException>(() => new Segmenter(new SegmentationSettings()).Segment(samples, SampleRate));

        Assert.Equal($"Sample {SampleRate + 11025} (1.500 s) is not a finite number: {value}", error.Message);
    }

    [Fact]
    public void Relative_settings_take_all_lags_of_windows_of_three_seconds_at_a_tenth_of_the_rate()
    {
        var piece = SyntheticPiece.OfResonances("ABAB", 9, seed: 1);
        var settings = SegmentationSettings.Relative with { Clusters = 2 };
        var track = new Segmenter(settings).Segment(piece.Samples, SyntheticPiece.SampleRate);

        Assert.Equal((SyntheticPiece.SampleRate / 10, 12), (track.Grid.SampleRate, track.Labels.Length));
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1], track.Labels);
        var distances = Enumerable.Range(0, 12)
            .SelectMany(row => Enumerable.Range(0, row).Select(column => track.Graph.Distances[row, column])).Order().ToArray();
        var median = (distances[32] + distances[33]) / 2;
        Assert.Equal(Math.Exp(-Math.Pow(track.Graph.Distances[5, 0] / median, 2)), track.Graph.Adjacency[5, 0], 9);
    }

    [Fact]
    public void No_samples_are_refused() =>
        Assert.Equal(
            "The track has no samples",
            Assert.Throws<SegmentationException>(() => new Segmenter(new SegmentationSettings()).Segment([], SampleRate)).Message);

    [Fact]
    public void More_clusters_than_windows_are_refused()
    {
        var segmenter = new Segmenter(new SegmentationSettings { Clusters = 6 });

        Assert.Equal(
            "6 clusters were requested, but the track has only 5 windows",
            Assert.Throws<SegmentationException>(() => segmenter.Segment(Noise(5 * SampleRate, 1), SampleRate)).Message);
    }

    [Fact]
    public void As_many_clusters_as_windows_are_allowed() =>
        Assert.Equal(
            5, new Segmenter(new SegmentationSettings { Clusters = 5 }).Segment(Noise(5 * SampleRate, 1), SampleRate).Labels.Length);

    [Theory]
    [InlineData(0.0, "The window length in seconds must be 0.01 to 600, not 0")]
    [InlineData(double.NaN, "The window length in seconds must be 0.01 to 600, not NaN")]
    [InlineData(0.01, "A window of 221 samples is too short for order 100 and 16 lags: it needs at least 232")]
    public void A_window_that_cannot_be_is_refused(double seconds, string message)
    {
        var segmenter = new Segmenter(new SegmentationSettings { WindowSeconds = seconds, Order = 100 });

        Assert.Equal(message, Assert.Throws<SegmentationException>(() => segmenter.Segment(Noise(SampleRate, 1), SampleRate)).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void The_number_of_cores_changes_nothing(int cores)
    {
        var piece = SyntheticPiece.OfNoiseColours("ABCABDCB", 25, seed: 3);
        foreach (var settings in new[] { new SegmentationSettings(), SegmentationSettings.Tuned })
        {
            var all = new Segmenter(settings).Segment(piece.Samples, SampleRate);
            var some = new Segmenter(settings, cores).Segment(piece.Samples, SampleRate);

            Assert.Equal(all.Labels, some.Labels);
            Assert.Equal(all.Graph.Adjacency.Values, some.Graph.Adjacency.Values);
            Assert.Equal(all.Graph.Eigenvalues, some.Graph.Eigenvalues);
        }
    }

    [Fact]
    public void Burgs_method_recovers_a_form_too()
    {
        var piece = SyntheticPiece.OfResonances("ABACA", 6, seed: 2);
        var segmenter = new Segmenter(SegmentationSettings.Tuned with { Method = ArMethod.Burg, Clusters = 3 });

        Assert.Equal(piece.Labels, segmenter.Segment(piece.Samples, SampleRate).Labels);
    }

    [Fact]
    public void A_fixed_scale_recovers_a_form_too()
    {
        var piece = SyntheticPiece.OfResonances("ABACA", 6, seed: 2);
        var segmenter = new Segmenter(new SegmentationSettings { Scale = AffinityScale.Fixed(0.5), Clusters = 3 });

        Assert.Equal(piece.Labels, segmenter.Segment(piece.Samples, SampleRate).Labels);
    }

    [Fact]
    public void Overlapping_windows_meet_halfway_between_their_centres()
    {
        var piece = SyntheticPiece.OfResonances("ABA", 8, seed: 4);
        var segmenter = new Segmenter(SegmentationSettings.Tuned with { WindowSeconds = 2, Overlap = 0.5, Clusters = 2 });

        var found = segmenter.Segment(piece.Samples, SampleRate);

        Assert.Equal(23, found.Labels.Length);
        Assert.Equal([0, 1, 0], found.Segments.Select(segment => segment.Cluster));
        Assert.InRange(found.Segments[1].Start, 7.5, 8.5);
        Assert.InRange(found.Segments[1].End, 15.5, 16.5);
        Assert.Equal(24, found.Segments[^1].End);
    }

    [Fact]
    public void A_track_with_more_windows_than_allowed_is_cut_into_longer_ones()
    {
        var piece = SyntheticPiece.OfResonances("ABAB", 30, seed: 4);

        var found = new Segmenter(SegmentationSettings.Tuned with { MaxWindows = 40, Clusters = 2 }).Segment(piece.Samples, SampleRate);

        Assert.Equal(40, found.Labels.Length);
        Assert.Equal(3 * SampleRate, found.Grid.WindowLength);
        Assert.Equal([new Segment(0, 30, 0), new Segment(30, 60, 1), new Segment(60, 90, 0), new Segment(90, 120, 1)], found.Segments);
    }

    [Fact]
    public void Three_hours_take_bounded_memory()
    {
        const long samples = 3L * 3600 * SampleRate;
        var block = Noise(100_000, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var analyzer = new TrackAnalyzer(new SegmentationSettings(), SampleRate, samples);
        for (var left = samples; left > 0; left -= Math.Min(left, block.Length))
        {
            analyzer.Append(block.AsSpan(0, (int)Math.Min(left, block.Length)));
        }

        var track = analyzer.Finish();

        Assert.Equal(1200, track.Windows.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000); // The samples alone would be 950 MB.
    }

    [Fact]
    public void Samples_in_pieces_give_what_they_give_at_once()
    {
        var samples = Noise((12 * SampleRate) + 777, 9);
        var settings = new SegmentationSettings { WindowSeconds = 1.5, Overlap = 0.25 };
        var (whole, pieces) =
            (new TrackAnalyzer(settings, SampleRate, samples.Length), new TrackAnalyzer(settings, SampleRate, samples.Length));
        whole.Append(samples);
        foreach (var piece in samples.Chunk(1000))
        {
            pieces.Append(piece);
        }

        var (atOnce, inPieces) = (whole.Finish(), pieces.Finish());

        Assert.Equal(atOnce.Windows.SelectMany(window => window.Autocorrelation),
            inPieces.Windows.SelectMany(window => window.Autocorrelation));
        Assert.Equal(atOnce.Envelope, inPieces.Envelope);
    }

    [Fact]
    public void More_samples_than_announced_are_refused()
    {
        var analyzer = new TrackAnalyzer(new SegmentationSettings(), SampleRate, 1000);

        Assert.Throws<SegmentationException>(() => analyzer.Append(new float[1001]));
    }

    [SharedDataFact]
    public void A_file_gives_what_its_samples_give()
    {
        var path = SharedData.PathOf("data", "gtzan-audio", "classical", "classical.00000.wav");
        var reports = new List<double>();
        var segmenter = new Segmenter(SegmentationSettings.Tuned);

        var file = segmenter.Segment(() => AudioFile.Open(path), new Reports(reports));

        var clip = AudioFile.Read(path);
        Assert.Equal(segmenter.Segment(clip.Samples, clip.SampleRate).Labels, file.Labels);
        Assert.Equal(1, reports[^1]);
        Assert.Equal(reports.Order(), reports);
    }

    private static void AssertOneSegment(TrackSegmentation found, double seconds)
    {
        Assert.Equal([new Segment(0, seconds, 0)], found.Segments);
        Assert.Equal((1, 0), (found.ClusterCount, found.LargestCluster));
    }

    private static float[] Noise(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(0.1 * SyntheticPiece.Gaussian(random)))];
    }

    private sealed class Reports(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}
