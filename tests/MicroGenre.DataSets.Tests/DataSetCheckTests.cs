using MicroGenre.Testing;

namespace MicroGenre.DataSets.Tests;

public sealed class DataSetCheckTests : IDisposable
{
    private const int SampleRate = 22050;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_data_set_has_no_findings()
    {
        Write("blues/a.wav", Tune(1));
        Write("rock/b.wav", Tune(2));
        var report = DataSetCheck.Run(GenreFolders.Open(_folder.Path));

        Assert.Empty(report.Findings);
        Assert.Equal((2, 12.0), (report.Tracks, report.MedianSeconds));
        Assert.Equal(["blues", "rock"], report.Genres.Keys);
    }

    [Fact]
    public void Copies_are_found_by_their_bytes_and_by_their_sound_whatever_their_gain_and_beginning()
    {
        var tune = Tune(1);
        Write("blues/a.wav", tune);
        Write("blues/b-same.wav", tune);
        Write("blues/c-quieter.wav", [.. tune.Select(sample => 0.2f * sample)]);
        Write("rock/d-later.wav", tune[(int)(2.345 * SampleRate)..]);
        Write("rock/e-other.wav", Tune(2));
        Write("rock/f-noisy.wav", [.. tune.Zip(Noise(7, tune.Length), (sample, noise) => sample + (0.01f * noise))]);
        var findings = DataSetCheck.Run(GenreFolders.Open(_folder.Path)).Findings.ToLookup(finding => finding.Kind);

        Assert.Equal([("blues/a.wav", "blues/b-same.wav")],
            findings[FindingKind.SameContent].Select(finding => (finding.Track, finding.Other!)));
        Assert.Equal(
            ["ac", "ad", "af", "bc", "bd", "bf", "cd", "cf", "df"],
            findings[FindingKind.SameAudio]
                .Select(finding => $"{System.IO.Path.GetFileName(finding.Track)[0]}{System.IO.Path.GetFileName(finding.Other)![0]}")
                    .Order(StringComparer.Ordinal));
        Assert.Contains("sounds like rock/d-later.wav for 9.", findings[FindingKind.SameAudio]
            .Single(finding => finding.Track == "blues/a.wav" && finding.Other == "rock/d-later.wav").Detail, StringComparison.Ordinal);
    }

    [FfmpegTheory]
    [InlineData("copy.mp3", "-b:a", "64k")]
    [InlineData("copy.ogg", "-b:a", "48k")]
    [InlineData("copy.wav", "-ar", "16000")]
    public void A_reencoded_copy_is_found(string name, string option, string value)
    {
        Write("blues/a.wav", Tune(1));
        Write("blues/b.wav", Tune(2));
        Directory.CreateDirectory(_folder["rock"]);
        Ffmpeg.Run("-i", _folder["blues/a.wav"], option, value, _folder[$"rock/{name}"]);

        var finding = Assert.Single(DataSetCheck.Run(GenreFolders.Open(_folder.Path)).Findings);
        Assert.Equal((FindingKind.SameAudio, "blues/a.wav", $"rock/{name}"), (finding.Kind, finding.Track, finding.Other!));
    }

    [Fact]
    public void Broken_silent_missing_and_odd_length_tracks_are_found()
    {
        for (var i = 0; i < 8; i++)
        {
            Write($"blues/{i}.wav", Tune(i));
        }

        Write("blues/short.wav", Tune(20)[..(6 * SampleRate)]);
        Write("blues/silent.wav", new float[SampleRate]);
        Write("blues/whole.wav", Tune(21));
        File.WriteAllBytes(_folder["blues/cut.wav"], File.ReadAllBytes(_folder["blues/whole.wav"])[..^(2 * SampleRate / 10)]);
        File.Delete(_folder["blues/whole.wav"]);
        File.WriteAllText(_folder["blues/text.wav"], "text");
        File.WriteAllLines(
            _folder["list.csv"],
                ["path,genre", .. Directory.GetFiles(_folder["blues"]).Order(StringComparer.Ordinal)
                    .Select(file => $"blues/{System.IO.Path.GetFileName(file)},blues"), "blues/gone.wav,blues"]);
        var report = DataSetCheck.Run(CsvManifest.Open(_folder["list.csv"]));

        Assert.Equal(
            [
                (FindingKind.Missing, "blues/gone.wav"), (FindingKind.Broken, "blues/silent.wav"), (FindingKind.Broken, "blues/text.wav"),
                    (FindingKind.Damaged, "blues/cut.wav"), (FindingKind.OddLength, "blues/short.wav"),
            ],
            report.Findings.Select(finding => (finding.Kind, finding.Track)));
        Assert.Equal("0.1 s of audio are damaged or missing",
            report.Findings.Single(finding => finding.Kind == FindingKind.Damaged).Detail);
        Assert.Equal(10, report.Tracks);
    }

    [Fact]
    public void An_index_tells_what_has_changed_since()
    {
        Write("blues/a.wav", Tune(1));
        Write("blues/b.wav", Tune(2));
        Write("blues/c, and more.wav", Tune(3));
        File.WriteAllText(_folder["index.csv"], DataSetIndex.Of(GenreFolders.Open(_folder.Path)).ToCsv());
        var index = DataSetIndex.Read(_folder["index.csv"]);
        Assert.Equal(3, index.Files.Count);
        Assert.Empty(DataSetCheck.Run(GenreFolders.Open(_folder.Path), index).Findings);

        Write("blues/a.wav", Tune(4));
        File.Delete(_folder["blues/b.wav"]);
        Assert.Equal(
            [(FindingKind.Missing, "blues/b.wav"), (FindingKind.Changed, "blues/a.wav")],
            DataSetCheck.Run(GenreFolders.Open(_folder.Path), index).Findings.Select(finding => (finding.Kind, finding.Track)));
    }

    [Fact]
    public void Known_faults_of_GTZAN_are_named_and_its_missing_tracks_counted()
    {
        Write("blues/blues.00000.wav", Tune(1));
        Write("pop/pop.00015.wav", Tune(2));
        var findings = DataSetCheck.Run(DataSetKinds.Open(_folder.Path)).Findings.ToLookup(finding => finding.Kind);

        Assert.Equal("pop/pop.00015.wav", Assert.Single(findings[FindingKind.KnownFault]).Track);
        Assert.Equal(998, findings[FindingKind.Missing].Count());
        Assert.Contains("cannot be decoded", findings[FindingKind.Missing].Single(finding => finding.Track == "jazz.00054").Detail,
            StringComparison.Ordinal);
    }

    // Twelve seconds of chords that change at random, so that no two tunes agree for long.
    private static float[] Tune(int seed)
    {
        var random = new Random(seed);
        var samples = new float[12 * SampleRate];
        for (var start = 0; start < samples.Length;)
        {
            var end = Math.Min(samples.Length, start + random.Next(SampleRate / 8, SampleRate / 2));
            double[] pitches = [.. Enumerable.Range(0, 5).Select(_ => 300 * Math.Pow(2, random.NextDouble() * 2.7))];
            for (var i = start; i < end; i++)
            {
                samples[i] = (float)(0.12 * pitches.Sum(pitch => Math.Sin(2 * Math.PI * pitch * i / SampleRate)));
            }

            start = end;
        }

        return [.. samples.Zip(Noise(seed, samples.Length), (sample, noise) => sample + (0.01f * noise))];
    }

    private static IEnumerable<float> Noise(int seed, int count)
    {
        var random = new Random(1000 + seed);
        return Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1);
    }

    private void Write(string name, float[] samples)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], Wav.Of(samples, SampleRate));
    }
}
