using System.Globalization;
using MicroGenre.Collections.Analysis;
using MicroGenre.Evaluation.Metrics;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Benchmarks.Music;

/// <summary>How well tempo and key are estimated, on the clips beside the repository.</summary>
internal static class MusicBenchmark
{
    private const string Notes = "gtzan-notes.csv";

    public static BenchmarkReport Run()
    {
        var clips = Clips();
        using var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        var analyzer = new SoundAnalyzer(model);
        var heard = new Heard[clips.Count];
        Parallel.For(0, clips.Count, i => heard[i] = Hear(clips[i], analyzer));
        var tempi = clips.Select(clip => clip.Tempo).ToList();
        var keyed = clips.Zip(heard).Where(pair => pair.First.Key is not null).ToList();
        var (ours, usual, librosa) = (
            TempoAccuracy.Of([.. heard.Select(clip => clip.Tempo)], tempi),
            TempoAccuracy.Of([.. heard.Select(clip => clip.TempoWithoutGenre)], tempi),
            TempoAccuracy.Of([.. heard.Select(clip => clip.TempoOfLibrosa)], tempi));
        const string peer = "librosa's feature.tempo, as this library computes it";
        var note = $"{clips.Count} clips; the model has learnt their genres";
        return new BenchmarkReport("music", BenchmarkReport.ThisMachine, DateTimeOffset.Now,
        [
            new BenchmarkLine("tempo, Acc1, with the genres' priors", ours.Accuracy1 * 100, "%", librosa.Accuracy1 * 100, peer, note),
            new BenchmarkLine("tempo, Acc2, with the genres' priors", ours.Accuracy2 * 100, "%", librosa.Accuracy2 * 100, peer, note),
            new BenchmarkLine("tempo, Acc1, with the usual prior", usual.Accuracy1 * 100, "%", librosa.Accuracy1 * 100, peer),
            new BenchmarkLine("tempo, Acc2, with the usual prior", usual.Accuracy2 * 100, "%", librosa.Accuracy2 * 100, peer),
            new BenchmarkLine("key, MIREX score", keyed.Average(pair => KeyAccuracy.Score(pair.Second.Key, pair.First.Key!.Value)) * 100,
                "%", Note: $"{keyed.Count} clips"),
            new BenchmarkLine(
                "key, exact", keyed.Average(pair => pair.Second.Key == pair.First.Key ? 100.0 : 0), "%", Note: $"{keyed.Count} clips"),
        ]);
    }

    /// <summary>Writes the tempi of genres, by annotated tracks that are none of the clips: the library embeds the file.</summary>
    public static void Fit(string path)
    {
        var clips = Clips().Select(clip => clip.Name).ToHashSet(StringComparer.Ordinal);
        var lines = Annotations()
            .Where(row => !clips.Contains(row.Name) && row.Tempo is not null)
            .GroupBy(row => row.Name.Split('.')[0], row => Math.Log2(row.Tempo!.Value))
            .OrderBy(genre => genre.Key, StringComparer.Ordinal)
            .Select(genre =>
            {
                var mean = genre.Average();
                var deviation = Math.Sqrt(genre.Average(tempo => (tempo - mean) * (tempo - mean)));
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"  \"{genre.Key}\": {{ \"tempo\": {Math.Pow(2, mean):0.0}, \"octaves\": {deviation:0.0##} }}");
            });
        File.WriteAllText(path, $"{{\n{string.Join(",\n", lines)}\n}}\n");
    }

    private static Heard Hear(Clip clip, SoundAnalyzer analyzer)
    {
        using var file = File.OpenRead(clip.Path);
        var analysis = analyzer.Analyze(file);
        var samples = AudioFile.Read(clip.Path).Samples;
        var features = FeatureExtractor.Extract(samples, TempoEstimate.Settings, new TempoSettings());
        return new Heard(analysis.Tempo, TempoEstimate.Of(features[0], TempoPrior.Default), features[1].Values[0], analysis.Key is { } key
            ? MusicalKey.Parse(key) : null);
    }

    private static List<Clip> Clips()
    {
        var annotations = Annotations().ToDictionary(row => row.Name, StringComparer.Ordinal);
        return
        [
            .. Directory.EnumerateFiles(SharedData.PathOf("data", "gtzan-audio"), "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => (Path: path, Row: annotations.GetValueOrDefault(Path.GetFileNameWithoutExtension(path))))
                .Where(clip => clip.Row?.Tempo is not null)
                .Select(clip => new Clip(clip.Path, clip.Row!.Name, clip.Row.Tempo!.Value, clip.Row.Key)),
        ];
    }

    private static IEnumerable<Annotation> Annotations() => File.ReadLines(SharedData.PathOf("data", Notes)).Skip(1)
        .Select(line => line.Split(','))
        .Select(cells => new Annotation(
            cells[0], double.TryParse(cells[3], CultureInfo.InvariantCulture, out var tempo) ? tempo : null, MusicalKey.Parse(cells[6])));

    private sealed record Annotation(string Name, double? Tempo, MusicalKey? Key);

    private sealed record Clip(string Path, string Name, double Tempo, MusicalKey? Key);

    private sealed record Heard(double? Tempo, double? TempoWithoutGenre, double? TempoOfLibrosa, MusicalKey? Key);
}
