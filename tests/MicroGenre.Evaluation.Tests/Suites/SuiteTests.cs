using System.Text.Json;
using System.Xml.Linq;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Evaluation.Tests.Suites;

public sealed class SuiteTests : IDisposable
{
    private const string Recipe = """
        {
          "name": "row",
          "features": { "feature": "log-mel", "melBands": 16 },
          "input": { "vector": { "kind": "statistics" } },
          "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } }
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Suite _suite = new()
    {
        Name = "tones",
        Title = "Tones <high> & low",
        Source = "a test",
        Protocol = "none",
        Seeds = [1, 2],
        Rows =
        [
            new SuiteRow("one", JsonSerializer.Deserialize<JsonElement>(Recipe), Published: 0.5),
            new SuiteRow("two", JsonSerializer.Deserialize<JsonElement>(Recipe.Replace("\"neighbors\": 1", "\"neighbors\": 3", StringComparison.Ordinal))),
        ],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_shipped_suite_has_rows_whose_recipes_can_be_read()
    {
        Assert.NotEmpty(Suite.All);
        Assert.All(Suite.All, suite => Assert.NotEmpty(suite.Rows));
        Assert.All(Suite.All.SelectMany(suite => suite.Rows), row => Assert.NotNull(row.ReadRecipe()));
        Assert.Contains("known are: ", Assert.Throws<ArgumentException>(() => Suite.Find("nonesuch")).Message);
    }

    [Fact]
    public void A_suite_measures_every_row_with_every_seed_and_never_twice()
    {
        var first = Run();
        Assert.Equal(["one 1", "one 2", "two 1", "two 2"], first.Select(result => $"{result.Row} {result.Seed}"));
        Assert.Equal(4, Directory.GetFiles(_folder["results"]).Length);

        var second = Run();
        Assert.Equal(first.Select(result => result.Seconds), second.Select(result => result.Seconds));
    }

    [Fact]
    public void What_an_interrupted_suite_has_measured_is_kept()
    {
        using var stop = new CancellationTokenSource();
        var data = SuiteData.Open(Music());
        Assert.Throws<OperationCanceledException>(() => SuiteRunner.Run(_suite, data, _folder["results"], new StopAt("two", stop), stop.Token));
        Assert.Equal(2, Directory.GetFiles(_folder["results"]).Length);
        Assert.Equal(4, Run().Count);
    }

    [Fact]
    public void A_damaged_result_is_measured_again()
    {
        Run();
        var file = Directory.GetFiles(_folder["results"])[0];
        File.WriteAllText(file, "{");

        Assert.Equal(4, Run().Count);
        Assert.StartsWith("{\n  \"suite\": \"tones\"", File.ReadAllText(file).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_splits_keep_train_and_test_apart_and_hold_tracks_out_only_where_a_recipe_stops_early()
    {
        var data = SuiteData.Open(Music());
        var recipe = _suite.Rows[0].ReadRecipe();
        var plain = data.Divide(recipe, _suite.Shares, seed: 1);
        var stopping = data.Divide(recipe with { Training = recipe.Training with { EarlyStopping = new EarlyStoppingSettings() } }, _suite.Shares, seed: 1);

        Assert.Empty(Names(plain.Train).Intersect(Names(plain.Test), StringComparer.Ordinal));
        Assert.Null(plain.Validation);
        Assert.Equal(20, Names(stopping.Train).Concat(Names(stopping.Validation!)).Concat(Names(stopping.Test)).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Spectrograms_with_lists_are_learnt_on_the_first_and_measured_on_the_second_and_give_the_MFCC_of_their_audio()
    {
        var settings = new LogMelSettings { MelBands = 16 };
        WavFile.WriteTone(_folder["a.wav"], frequency: 300);
        WavFile.WriteTone(_folder["b.wav"], frequency: 2000);
        foreach (var (name, file) in new[] { ("train", "a.wav"), ("valid", "b.wav") })
        {
            var logMel = Feature.Compute(AudioFile.Read(_folder[file]).Samples, settings);
            Npy.Write<float>(_folder[$"{name}.npy"], logMel.Values, 1, logMel.Rows, logMel.Frames);
            File.WriteAllText(_folder[$"{name}.csv"], "index,track,genre\n0,x,tone\n");
        }

        var mfcc = new MfccSettings { MelBands = 16, HopLength = 1024, Coefficients = 5, ReferencePower = null };
        var recipe = _suite.Rows[0].ReadRecipe() with { Features = mfcc };
        var parts = SuiteData.Open(_folder.Path).Divide(recipe, _suite.Shares, seed: 1);
        var expected = Feature.Compute(AudioFile.Read(_folder["b.wav"]).Samples, mfcc);

        Assert.Equal("lists", parts.Split);
        Assert.All(expected.Values.Zip(parts.Test.Tracks[0].Features.Values), pair => Assert.Equal(pair.First, pair.Second, tolerance: 0.001f));
        Assert.Throws<DataSetException>(() => SuiteData.Open(_folder.Path).Divide(recipe with { Features = new RmsSettings() }, _suite.Shares, seed: 1));
    }

    [Fact]
    public void Reports_have_every_row_with_its_published_figure_and_load_nothing()
    {
        var report = SuiteReport.Of(_suite, Run());
        var markdown = SuiteMarkdown.Write(report);
        var html = SuiteHtml.Write(report);

        Assert.Equal(report.Rows[0].Results.Average(result => result.Report.Accuracy), report.Rows[0].Mean, 12);
        Assert.Equal(report.Rows[0].Results.Sum(result => result.Report.Tracks), report.Rows[0].Confusion.Total);
        Assert.Contains($"| one | 50.0 % | {report.Rows[0].Mean * 100:0.0} % ± ", markdown, StringComparison.Ordinal);
        Assert.Contains("| two | – | ", markdown, StringComparison.Ordinal);
        Assert.Contains("Tones &lt;high&gt; &amp; low", html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", html, StringComparison.Ordinal);
        Assert.All(Drawings(html), svg => Assert.NotEmpty(XDocument.Parse(svg).Descendants()));
    }

    private static IEnumerable<string> Drawings(string html)
    {
        for (var start = html.IndexOf("<svg", StringComparison.Ordinal); start >= 0; start = html.IndexOf("<svg", start + 1, StringComparison.Ordinal))
        {
            yield return html[start..(html.IndexOf("</svg>", start, StringComparison.Ordinal) + "</svg>".Length)];
        }
    }

    private static IEnumerable<string> Names(TrackSet tracks) => tracks.Tracks.Select(track => track.Name);

    private IReadOnlyList<SuiteResult> Run() => SuiteRunner.Run(_suite, SuiteData.Open(Music()), _folder["results"]);

    private string Music()
    {
        for (var i = 0; i < 10; i++)
        {
            Tone("low", i, 200 + (20 * i));
            Tone("high", i, 3000 + (200 * i));
        }

        return _folder["music"];
    }

    private void Tone(string genre, int number, double frequency)
    {
        var folder = Path.Combine(_folder["music"], genre);
        Directory.CreateDirectory(folder);
        WavFile.WriteTone(Path.Combine(folder, $"{number}.wav"), seconds: 1, frequency);
    }

    private sealed class StopAt(string row, CancellationTokenSource stop) : IProgress<SuiteProgress>
    {
        public void Report(SuiteProgress value)
        {
            if (string.Equals(value.Row, row, StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        }
    }
}
