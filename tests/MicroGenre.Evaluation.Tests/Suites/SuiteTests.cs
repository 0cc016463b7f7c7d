using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation.Reports;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;
using MicroGenre.Networks;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Evaluation.Tests.Suites;

public sealed class SuiteTests : IDisposable
{
    private static readonly Recipe Nearest = Recipe.FromJson("""
        {
          "name": "one",
          "published": { "paper": "a test", "table": "1", "row": "one", "accuracy": 0.5 },
          "features": { "feature": "log-mel", "melBands": 16 },
          "input": { "vector": { "kind": "statistics" } },
          "classifier": { "kind": "nearest-neighbors", "parameters": { "neighbors": 1 } }
        }
        """);

    private static readonly Recipe Network = Recipe.FromJson("""
        {
          "name": "network",
          "features": { "feature": "log-mel", "melBands": 16 },
          "input": { "predictionFrames": 32 },
          "classifier": { "kind": "cnn2d", "parameters": { "channels": [2, 2] } },
          "training": { "epochs": 3, "batchSize": 8 }
        }
        """);

    private readonly TemporaryFolder _folder = new();
    private readonly Suite _suite = new()
    {
        Name = "tones",
        Title = "Tones <high> & low",
        Source = "a test",
        Protocol = "none",
        Seeds = [1, 2],
        Rows = [new SuiteRow(Nearest),
            new SuiteRow(Nearest with { Name = "second", Published = null, Seed = 7, Description = "another" }, "two")],
    };

    public SuiteTests() => NetworkKinds.Register();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_shipped_suite_has_rows_whose_recipes_can_be_read()
    {
        Assert.NotEmpty(Suite.All);
        Assert.Equal(Suite.All.Select(suite => suite.Name), Suite.Names);
        Assert.All(Suite.All, suite => Assert.NotEmpty(suite.Rows));
        Assert.All(Suite.All, suite => Assert.Equal(
            suite.Name != "without-figures" && !suite.WithinTraining, suite.Rows.Any(row => row.Published is not null)));
        Assert.All(Suite.All, suite =>
            Assert.Equal(suite.Rows.Count, suite.Rows.Select(row => row.Name).Distinct(StringComparer.Ordinal).Count()));
        Assert.Contains("known are: ", Assert.Throws<ArgumentException>(() => Suite.Find("nonesuch")).Message);
    }

    [Fact]
    public void Every_recipe_has_a_row() =>
        Assert.Empty(RecipeCatalog.All.Select(recipe => recipe.Name)
            .Except(
                Suite.All.SelectMany(suite => suite.Rows).SelectMany(row => row.SameAs.Prepend(row.Recipe.Name)), StringComparer.Ordinal));

    [Fact]
    public void A_recipe_that_another_ones_row_measures_trains_the_same_tree_and_answers_by_descent()
    {
        var pairs = Suite.All.SelectMany(suite => suite.Rows)
            .SelectMany(row => row.SameAs.Select(name => (Row: row, Same: RecipeCatalog.Find(name)))).ToList();

        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair =>
        {
            var tree = GenreTreeSettings.Of(pair.Same);
            Assert.True(pair.Row.IsDescent);
            Assert.Equal(GenreTreePrediction.Descent, tree.Prediction);
            Assert.Equal(Trained(pair.Row.Recipe), Trained(pair.Same));
        });

        static string Trained(Recipe recipe) => (recipe with
        {
            Name = "tree",
            Description = "",
            Published = null,
            AlsoPublished = null,
            Classifier = new ClassifierSettings("tree"),
        }).ToJson() + JsonSerializer.Serialize(GenreTreeSettings.Of(recipe) with { Prediction = GenreTreePrediction.Product });
    }

    [Fact]
    public void A_row_may_take_fewer_seeds_than_its_suite()
    {
        var suite = _suite with { Rows = [new SuiteRow(Nearest) { Seeds = 1 }, new SuiteRow(Nearest with { Name = "second" }, "two")] };

        Assert.Equal(["one 1", "two 1", "two 2"], Outcome(suite).Results.Select(result => $"{result.Row} {result.Run.Seed}"));
        Assert.Contains(
            "* With fewer than the suite’s 2 seeds: one (1).\n", SuiteMarkdown.Write(SuiteReport.Of(suite, Outcome(suite))),
                StringComparison.Ordinal);
    }

    [Fact]
    public void Epochs_are_those_that_were_trained_and_parts_that_a_network_is_trained_in_have_their_own()
    {
        var suite = _suite with { Rows = [new SuiteRow(Network)] };
        var outcome = Outcome(suite);
        Assert.Equal("3", Epochs(outcome.Results));

        var (first, second) = (outcome.Results[0], outcome.Results[1]);
        var stopped = first with { Run = first.Run with { History = [.. first.Run.History.Take(2)] } };
        Assert.Equal("2 to 3", Epochs([stopped, second]));
        var parts = first with
        {
            Run = first.Run with { History = [.. first.Run.History.Select((epoch, i) => epoch with { Phase = i < 2 ? "one" : "other" })] },
        };
        Assert.Equal("2 + 1", Epochs([parts]));

        string Epochs(IReadOnlyList<SuiteResult> results) =>
            SuiteReport.Of(suite, new SuiteOutcome(results, [])).Rows.Single().Epochs;
    }

    [Fact]
    public void A_row_that_one_protocol_has_not_measured_and_a_missing_rows_note_are_said()
    {
        var suite = _suite with { Rows = [.. _suite.Rows, new SuiteRow(Nearest, "three", "It needs pictures.")], Seeds = [1] };
        var data = SuiteData.Open(Artists(i => $"artist {i / 2}"));
        SuiteRunner.Run(suite, data, _folder["results"], new SuiteBudget { Rows = ["one", "two"], Protocols = [SuiteProtocol.Paper] });
        var outcome = SuiteRunner.Run(
            suite with { Rows = [.. suite.Rows.Take(2)] }, data, _folder["results"], new SuiteBudget { Rows = ["two"] });

        var markdown = SuiteMarkdown.Write(SuiteReport.Of(suite, outcome with { Missing = [new MissingRow("three", "not run yet")] }));
        Assert.Contains("* Not measured, artist-aware: one.\n", markdown, StringComparison.Ordinal);
        Assert.Contains("* Not measured: three: not run yet. It needs pictures.\n", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_by_folds_tests_every_track_once_and_is_not_taken_for_a_row_by_a_split()
    {
        var suite = _suite with { Rows = [new SuiteRow(Nearest) { Folds = 4 }, new SuiteRow(Nearest, "split")], Seeds = [1] };
        var results = Outcome(suite).Results;

        Assert.Equal([20, 2], results.Select(result => result.Answers.Tracks.Count));
        Assert.Equal(20, results[0].Answers.Tracks.Select(track => track.Track).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((4, 15, null), (results[0].Run.Folds, results[0].Run.Train.Tracks, results[1].Run.Folds));
        Assert.Equal("Nothing to compute (2 are kept).", SuiteRunner.Plan(suite, SuiteData.Open(Music()), _folder["results"]).ToString());
    }

    [Fact]
    public void Results_that_exist_are_reported_without_training()
    {
        Run(new SuiteBudget { Rows = ["two"] });
        var outcome = SuiteRunner.Read(_suite, SuiteData.Open(Music()), _folder["results"]);

        Assert.Equal(["two 1", "two 2"], outcome.Results.Select(result => $"{result.Row} {result.Run.Seed}"));
        Assert.Equal(["one"], outcome.Missing.Select(missing => missing.Row));
        Assert.Equal(2, Directory.GetFiles(_folder["results"]).Length);
    }

    [Fact]
    public void Rows_that_need_audio_are_measured_on_audio_beside_spectrograms()
    {
        Spectrograms();
        var sound = Nearest with { Name = "sound", Features = new RmsSettings(), Published = null };
        var suite = _suite with { Rows = [new SuiteRow(Nearest), new SuiteRow(sound, "sound") { Folds = 2 }], Seeds = [1] };
        var alone = SuiteRunner.Run(suite, SuiteData.Open(_folder["lists"]), _folder["results"]);
        Assert.Contains("needs", Assert.Single(alone.Missing).Reason, StringComparison.Ordinal);

        var both = SuiteRunner.Run(suite, SuiteData.Open(_folder["lists"]).WithAudio(SuiteData.Open(Music())), _folder["results"]);
        Assert.Empty(both.Missing);
        Assert.Equal(20, both.Results.Single(result => result.Row == "sound").Answers.Tracks.Count);
    }

    [Fact]
    public void A_choice_is_made_within_the_training_list_and_said()
    {
        Spectrograms();
        var suite = _suite with
        {
            WithinTraining = true,
            Seeds = [1],
            Shares = [new("train", 3), new("test", 1)],
            Rows = [new SuiteRow(Nearest) { Choice = "The size" }, new SuiteRow(Network, "two") { Choice = "The size" }],
        };
        var outcome = SuiteRunner.Run(suite, SuiteData.Open(_folder["lists"]), _folder["results"]);

        Assert.All(outcome.Results, result =>
            Assert.All(result.Answers.Tracks, track => Assert.StartsWith("train.", track.Track, StringComparison.Ordinal)));
        Assert.Equal(2, outcome.Results.Count);
        var markdown = SuiteMarkdown.Write(SuiteReport.Of(suite, outcome));
        Assert.Contains("* The size: ", markdown, StringComparison.Ordinal);
        Assert.Contains("\n|  | held out of the training list |\n", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("artists apart", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_claim_that_rows_overfit_less_is_tested_in_words_and_in_one_chart()
    {
        var suite = Suite.Find("lstm6") with
        {
            Rows = [new SuiteRow(Network, "plain"), new SuiteRow(Network with { Name = "skip" }, "skip")],
            Seeds = [1],
            Overfitting = new OverfittingClaim("network", ["skip"], "it helps"),
        };
        var files = new SuiteFiles(_folder["reports"]);
        files.Write(SuiteReport.Of(suite, Outcome(suite)));

        // Both rows are the same network.
        var markdown = File.ReadAllText(files.MarkdownOf(suite));
        Assert.Contains("## The claim: it helps (paper's protocol)", markdown, StringComparison.Ordinal);
        Assert.Contains(
            "it overfits no less than plain, its accuracy on training tracks is the same, and its accuracy at the end is not certain to "
            + "differ (95 % interval of the difference: +0.0 to +0.0 points). Less overfitting: not here. A lower accuracy on training "
            + "tracks: not here. An unaffected accuracy at the end: holds here.",
            markdown, StringComparison.Ordinal);
        Assert.Contains("held-out tracks", File.ReadAllText(_folder["reports/lstm6-overfitting-paper.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_what_figures_are_worth_says_what_was_measured_and_what_was_not()
    {
        var suite = Suite.Find("lstm6") with { Rows = _suite.Rows, Seeds = [1] };
        var outcome = SuiteRunner.Run(suite, SuiteData.Open(Artists(i => $"artist {i / 2}")), _folder["results"]);
        suite = suite with { Rows = [.. suite.Rows, new SuiteRow(Nearest, "three")] };
        new SuiteFiles(_folder["reports"]).Write(
            SuiteReport.Of(suite, outcome with { Missing = [new MissingRow("three", "not run yet")] }));

        var page = File.ReadAllText(_folder["reports/what-the-figures-are-worth.md"]);
        Assert.Contains("where it publishes 50.0 %", page, StringComparison.Ordinal);
        Assert.Contains("With no artist on both sides", page, StringComparison.Ordinal);
        Assert.Contains("Not measured yet: three.", page, StringComparison.Ordinal);
        Assert.Contains("(worth-hierarchical-lstm-2018.svg)", page, StringComparison.Ordinal);
        Assert.NotEmpty(XDocument.Load(_folder["reports/worth-hierarchical-lstm-2018.svg"]).Descendants());
        Assert.Contains("(what-the-figures-are-worth.md)", File.ReadAllText(_folder["reports/README.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_within_a_run_is_kept_with_what_it_found()
    {
        var recipe = Recipe.FromJson("""
            {
              "name": "searched",
              "features": { "feature": "log-mel", "melBands": 16 },
              "classifier": { "kind": "nearest-neighbors" },
              "search": { "folds": 2, "grid": { "classifier.parameters.neighbors": [14, 1] } }
            }
            """);
        var run = Assert.Single(Outcome(_suite with { Rows = [new SuiteRow(recipe)], Seeds = [1] }).Results).Run;

        Assert.Equal(1, run.Found!.Value.GetProperty("parameters").GetProperty("neighbors").GetInt32());
        Assert.True(run.IsOf(recipe with { Seed = 1 }));
        Assert.False(run.IsOf(recipe with { Seed = 1, Search = null }));
    }

    [Fact]
    public void A_suite_measures_every_row_with_every_seed_and_never_twice()
    {
        var first = Run();
        Assert.Equal(["one 1", "one 2", "two 1", "two 2"], first.Select(result => $"{result.Row} {result.Run.Seed}"));
        Assert.Equal(4, Directory.GetFiles(_folder["results"]).Length);

        var second = Run();
        Assert.Equal(first.Select(result => result.Run.Seconds), second.Select(result => result.Run.Seconds));
    }

    [Fact]
    public void What_an_interrupted_suite_has_measured_is_kept()
    {
        using var stop = new CancellationTokenSource();
        var data = SuiteData.Open(Music());
        Assert.Throws<OperationCanceledException>(
            () => SuiteRunner.Run(_suite, data, _folder["results"], progress: new StopAt("two", stop), cancellationToken: stop.Token));
        Assert.Equal(2, Directory.GetFiles(_folder["results"]).Length);
        Assert.Equal(4, Run().Count);
    }

    [Fact]
    public void The_time_of_a_run_counts_what_came_before_an_interruption()
    {
        using var stop = new CancellationTokenSource();
        var data = SuiteData.Open(Music());
        var suite = _suite with { Rows = [new SuiteRow(Network)], Seeds = [1] };
        Assert.Throws<OperationCanceledException>(() => SuiteRunner.Run(
            suite, data, _folder["results"], progress: new StopAtCheckpoint(_folder["results"], stop), cancellationToken: stop.Token));
        var seconds = Directory.GetFiles(_folder["results"], "seconds", SearchOption.AllDirectories).Single();
        Assert.True(double.Parse(File.ReadAllText(seconds), CultureInfo.InvariantCulture) > 0);
        File.WriteAllText(seconds, "4000.5");

        var result = SuiteRunner.Run(suite, data, _folder["results"]).Results[0];

        Assert.InRange(result.Run.Seconds, 4000.5, 8000);
        Assert.Empty(Directory.GetDirectories(_folder["results"]));
    }

    [Fact]
    public void A_damaged_result_is_measured_again()
    {
        Run();
        var file = Directory.GetFiles(_folder["results"])[0];
        File.WriteAllText(file, "{");

        Assert.Equal(4, Run().Count);
        Assert.StartsWith("{\"recipe\":{", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_splits_keep_train_and_test_apart_and_hold_tracks_out_only_where_a_recipe_stops_early()
    {
        var data = SuiteData.Open(Music());
        var plain = data.Divide(_suite, Nearest);
        var stopping = data.Divide(
            _suite, Nearest with { Training = Nearest.Training with { EarlyStopping = new EarlyStoppingSettings() } });

        Assert.Empty(Names(plain.Train).Intersect(Names(plain.Test), StringComparer.Ordinal));
        Assert.Null(plain.Validation);
        Assert.Equal(20, Names(stopping.Train).Concat(Names(stopping.Validation!)).Concat(Names(stopping.Test))
            .Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Spectrograms_with_lists_are_learnt_on_the_first_and_measured_on_the_second()
    {
        foreach (var (name, tracks) in new[] { ("train", 4), ("valid", 2) })
        {
            var offset = name == "train" ? 5 : 7;
            Npy.Write<byte>(_folder[$"{name}.npy"],
                [.. Enumerable.Range(0, tracks * 16 * 3).Select(i => (byte)((i * i * offset) + (i / 48)))], tracks, 16, 3);
            File.WriteAllLines(_folder[$"{name}.csv"],
                ["index,track,genre", .. Enumerable.Range(0, tracks).Select(i => $"{i},{name}.{i},{(i % 2 == 0 ? "high" : "low")}")]);
        }

        var data = SuiteData.Open(_folder.Path);
        var parts = data.Divide(_suite, Nearest);
        Assert.Equal(("lists", 4, 2), (parts.Split, parts.Train.Tracks.Count, parts.Test.Tracks.Count));

        var low = data.Divide(_suite, Nearest with { Genres = ["low"] });
        Assert.Equal(["low"], low.Train.Genres);
        Assert.Equal(["train.1", "train.3"], Names(low.Train));

        Assert.Equal([SuiteProtocol.Paper, SuiteProtocol.ArtistAware], data.Protocols);
        var pooled = data.Divide(_suite with { Shares = [new("train", 2), new("test", 1)] }, Nearest, SuiteProtocol.Paper);
        Assert.Equal(("random-2-1/seed-1", 4, 2), (pooled.Split, pooled.Train.Tracks.Count, pooled.Test.Tracks.Count));
        Assert.Equal([.. Names(parts.Train), .. Names(parts.Test)],
            Names(pooled.Train).Concat(Names(pooled.Test)).Order(StringComparer.Ordinal));

        Assert.Contains("needs audio, not spectrograms",
            Assert.Throws<DataSetException>(() => data.Divide(_suite, Nearest with { Features = new RmsSettings() })).Message);
        Assert.Contains("'polka'", Assert.Throws<DataSetException>(() => data.Divide(_suite, Nearest with { Genres = ["polka"] })).Message);
    }

    [Fact]
    public void Reports_have_every_row_with_its_published_figure_and_load_nothing()
    {
        var report = SuiteReport.Of(_suite, new SuiteOutcome(Run(), []));
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

    [Fact]
    public void A_page_with_players_links_to_the_audio_of_its_hardest_tracks_and_loads_none_before_it_is_started()
    {
        var html = SuiteHtml.Write(SuiteReport.Of(_suite, new SuiteOutcome(Run(), [])), track => $"music/{track}");

        Assert.Contains("<audio controls preload=\"none\" src=\"music/", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_runs_fewer_rows_and_seeds_and_the_report_says_what_is_missing()
    {
        var part = Outcome(_suite, new SuiteBudget { Rows = ["two"], Seeds = 1 });
        var markdown = SuiteMarkdown.Write(SuiteReport.Of(_suite, part));

        Assert.Equal(["two 1"], part.Results.Select(result => $"{result.Row} {result.Run.Seed}"));
        Assert.Contains("Not measured: one: not run yet.", markdown, StringComparison.Ordinal);
        Assert.Contains("With fewer than the suite’s 2 seeds: two (1).", markdown, StringComparison.Ordinal);
        Assert.Contains("its rows are: one, two",
            Assert.Throws<ArgumentException>(() => new SuiteBudget { Rows = ["three"] }.Choose(_suite)).Message);
        Assert.Throws<ArgumentException>(() => new SuiteBudget { Epochs = 0 }.Choose(_suite));
    }

    [Fact]
    public void A_short_run_says_so_and_gives_way_to_a_longer_one()
    {
        var suite = _suite with { Rows = [new SuiteRow(Network, "network")], Seeds = [1] };
        var brief = Outcome(suite, new SuiteBudget { Epochs = 1 });
        Assert.Equal((1, "1 of 3"), (Assert.Single(brief.Results).Run.History.Count, SuiteReport.Of(suite, brief).Rows[0].Epochs));
        Assert.Contains("Not trained to the end: network (1 of 3 epochs)", SuiteHtml.Write(SuiteReport.Of(suite, brief)),
            StringComparison.Ordinal);

        var whole = Outcome(suite);
        Assert.Equal((3, "3"), (Assert.Single(whole.Results).Run.History.Count, SuiteReport.Of(suite, whole).Rows[0].Epochs));
        Assert.Equal(whole.Results[0].Run.Seconds, Assert.Single(Outcome(suite, new SuiteBudget { Epochs = 2 }).Results).Run.Seconds);
    }

    [Fact]
    public void A_run_is_found_again_under_other_words_and_not_with_other_settings()
    {
        var run = Run()[0].Run;
        var reworded = Nearest with { Seed = 1, Description = "other words", Published = null };

        Assert.True(run.IsOf(reworded));
        Assert.False(run.IsOf(reworded with { Seed = 2 }));
        Assert.False(run.IsOf(reworded with { Input = reworded.Input with { PredictionFrames = 5 } }));
    }

    [Fact]
    public void A_row_that_the_data_cannot_serve_is_missing_with_the_reason_and_the_others_are_measured()
    {
        var suite =
            _suite with { Rows = [.. _suite.Rows,
                new SuiteRow(Network with { Training = Network.Training with { InitialWeights = "nonesuch.safetensors" } }, "three")] };

        var missing = Assert.Single(Outcome(suite).Missing);
        Assert.Equal("three", missing.Row);
        Assert.Contains("there is no file 'nonesuch.safetensors'", missing.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Parts_that_share_a_copy_are_refused_unless_told_otherwise()
    {
        var music = Music();
        for (var i = 0; i < 10; i++)
        {
            File.Copy(Path.Combine(music, "low", "0.wav"), Path.Combine(music, "low", $"copy{i}.wav"));
        }

        var refusal = Assert.Throws<LeakException>(() => SuiteRunner.Run(_suite, SuiteData.Open(music), _folder["results"]));
        Assert.Contains("the same audio is in 'train' and 'test'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4, SuiteRunner.Run(_suite, SuiteData.Open(music, mayLeak: true), _folder["results"]).Results.Count);
    }

    [Fact]
    public void A_quieter_copy_that_begins_later_is_a_leak_too()
    {
        var music = Music();
        var random = new Random(1);
        var noise = Enumerable.Range(0, 22050 * 12).Select(_ => (short)random.Next(-10000, 10000)).ToArray();
        File.WriteAllBytes(Path.Combine(music, "low", "tune.wav"), WavFile.Bytes(noise));
        File.WriteAllBytes(Path.Combine(music, "high", "tune.wav"),
            WavFile.Bytes(Array.ConvertAll(noise[50000..], sample => (short)(sample / 5))));
        string[] others = ["low/0.wav", "high/0.wav"];
        var split = new Split("mine", [new SplitPart("train", ["low/tune.wav", .. others]), new SplitPart("test", ["high/tune.wav"])]);

        Assert.Contains("low/tune.wav, high/tune.wav", Assert.Throws<LeakException>(
            () => SuiteData.Open(music, split: split).Divide(_suite, Nearest)).Message, StringComparison.Ordinal);
        Assert.Equal(("mine", 3, 1), PartsOf(SuiteData.Open(music, mayLeak: true, split: split).Divide(_suite, Nearest)));
    }

    [Fact]
    public void Tracks_of_known_artists_are_measured_at_random_and_with_no_artist_on_both_sides()
    {
        var data = SuiteData.Open(Artists(i => $"artist {i / 2}"));
        Assert.Equal([SuiteProtocol.Paper], SuiteData.Open(Music()).Protocols);
        var suite = _suite with { Shares = [new("train", 1), new("test", 1)] };
        var (random, grouped) = (data.Divide(suite, Nearest, SuiteProtocol.Paper), data.Divide(suite, Nearest));
        Assert.StartsWith("random-1-1", random.Split, StringComparison.Ordinal);
        Assert.StartsWith("by-group-1-1", grouped.Split, StringComparison.Ordinal);

        var outcome = SuiteRunner.Run(suite, data, _folder["results"]);
        Assert.Equal(8, outcome.Results.Count);
        var report = SuiteReport.Of(suite, outcome);
        var pair = report.Pairs[0];
        Assert.Equal(["one", "two"], report.Pairs.Select(both => both.Row.Name));
        Assert.Equal(pair.Paper!.Mean - pair.ArtistAware!.Mean, pair.Leak!.Value, 12);
        Assert.Equal(["one, paper's protocol", "one, artist-aware"], report.Rows.Take(2).Select(report.TitleOf));
        Assert.Contains("| | published | paper's protocol | artist-aware | difference |".Replace("| |", "|  |", StringComparison.Ordinal),
            SuiteMarkdown.Write(report), StringComparison.Ordinal);
        Assert.Contains("one, artist-aware", SuiteHtml.Write(report), StringComparison.Ordinal);

        var onlyOne = SuiteRunner.Run(_suite, data, _folder["other"], new SuiteBudget { Protocols = [SuiteProtocol.Paper] });
        Assert.Equal(4, onlyOne.Results.Count);
        Assert.All(onlyOne.Results, result => Assert.Equal(SuiteProtocol.Paper, result.Protocol));
    }

    [Fact]
    public void The_figure_of_a_row_is_drawn_from_watched_tracks_beside_its_words_and_read_off_by_epochs()
    {
        var suite = Suite.Find("lstm6") with
        {
            Rows = [new SuiteRow(Network, "network")
            {
                Figure = "Figure 1: it learns.",
                PublishedTop2 = 0.7,
                PublishedByEpoch = new Dictionary<int, PublishedEpoch> { [1] = new(0.25), [3] = new(0.5, 1.5) },
            }],
            Seeds = [1],
        };
        var outcome = Outcome(suite);
        var run = Assert.Single(outcome.Results).Run;
        var files = new SuiteFiles(_folder["reports"]);
        files.Write(SuiteReport.Of(suite, outcome));

        Assert.All(run.History, epoch => Assert.NotNull(epoch.WatchedAccuracy));
        var markdown = File.ReadAllText(files.MarkdownOf(suite));
        var last = run.History[^1];
        Assert.Contains(
            $"**network.** Figure 1: it learns. Here, at the last epoch: training loss {last.Loss:0.00}, "
            + $"training accuracy {last.Accuracy * 100:0.0} %, test accuracy {last.WatchedAccuracy * 100:0.0} %.",
            markdown, StringComparison.Ordinal);
        Assert.Contains(" % (published: 70.0 %) | ", markdown, StringComparison.Ordinal);
        Assert.Contains("(lstm6-network-paper.svg)", markdown, StringComparison.Ordinal);
        Assert.Contains("only watched", File.ReadAllText(_folder["reports/lstm6-network-paper.svg"]), StringComparison.Ordinal);
        Assert.Contains(
            $"| 1 | 25.0 % | {run.History[0].WatchedAccuracy * 100:0.0} % | – | – | {run.History[0].WatchedLoss:0.00} | – |",
            markdown, StringComparison.Ordinal);
        Assert.Contains(
            $"| 3 | 50.0 % | {run.History[2].WatchedAccuracy * 100:0.0} % | – | 1.50 | {run.History[2].WatchedLoss:0.00} | – |",
            markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_row_whose_test_tracks_were_not_watched_does_not_say_that_they_were()
    {
        var suite = _suite with { Rows = [new SuiteRow(Network) { Figure = "Figure 1: it learns." }], Seeds = [1] };
        var watched = Assert.Single(Outcome(suite).Results);
        var unwatched = watched with
        {
            Run = watched.Run with { History = [.. watched.Run.History.Select(epoch => epoch with { WatchedAccuracy = null })] },
        };

        Assert.Contains("nothing was chosen by them", Page(watched), StringComparison.Ordinal);
        Assert.DoesNotContain("nothing was chosen by them", Page(unwatched), StringComparison.Ordinal);
        Assert.Contains("were not measured while it was trained", Page(unwatched), StringComparison.Ordinal);

        string Page(SuiteResult result) => SuiteHtml.Write(SuiteReport.Of(suite, new SuiteOutcome([result], [])));
    }

    [Fact]
    public void A_run_tells_the_precision_of_its_network()
    {
        var suite = _suite with { Rows = [new SuiteRow(Network), .. _suite.Rows], Seeds = [1] };
        var machine = new TrainingOptions { Precision = Precision.BFloat16 };

        var outcome = SuiteRunner.Run(suite, SuiteData.Open(Music()), _folder["results"], machine: machine);

        Assert.Equal(
            [Precision.BFloat16, Precision.Single, Precision.Single], outcome.Results.Select(result => result.Run.Precision));
        new SuiteFiles(_folder["reports"]).Write(SuiteReport.Of(suite, outcome));
        Assert.Contains(
            "* Networks trained with bfloat16 numbers: network.\n", File.ReadAllText(_folder["reports/tones.md"]),
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_says_what_is_missing_and_how_long_it_takes_and_ends_with_nothing()
    {
        var data = SuiteData.Open(Music());
        var before = SuiteRunner.Plan(_suite, data, _folder["results"]);
        Assert.Equal((4, 0), (before.Runs.Count, before.Kept));
        Assert.Equal("4 runs to compute; how long they take is not known.", before.ToString());
        Assert.False(Directory.Exists(_folder["results"]));

        Run(new SuiteBudget { Rows = ["one"], Seeds = 1 });
        var after = SuiteRunner.Plan(_suite, data, _folder["results"]);
        Assert.Equal((3, 1), (after.Runs.Count, after.Kept));
        Assert.True(after.Runs[0].Seconds > 0);
        Assert.Null(after.Runs[1].Seconds);
        Assert.Matches(@"^3 runs to compute \(1 are kept\), about \d+ s, and 2 that were never timed: two\.$", after.ToString());

        Run();
        Assert.Equal("Nothing to compute (4 are kept).", SuiteRunner.Plan(_suite, data, _folder["results"]).ToString());
    }

    [Fact]
    public void A_run_whose_network_another_run_trained_counts_the_time_of_that_training()
    {
        var suite = _suite with
        {
            Rows = [new SuiteRow(DeepFeatures("rbf-svm")), new SuiteRow(DeepFeatures("nearest-neighbors")), new SuiteRow(Nearest)],
            Seeds = [1],
        };
        var runs = Outcome(suite, new SuiteBudget { Rows = ["rbf-svm", "nearest-neighbors"] }).Results
            .Select(result => result.Run).ToList();

        Assert.Equal(runs[0].History, runs[1].History);
        Assert.True(runs[1].Seconds > runs[0].Seconds);

        static Recipe DeepFeatures(string learner) => Network with
        {
            Name = learner,
            Classifier = new ClassifierSettings("deep-features", JsonSerializer.SerializeToElement(
                new { network = new { kind = "lstm-features", parameters = new { units = 8 } }, learner = new { kind = learner } })),
        };
    }

    [Fact]
    public void A_row_at_chance_says_how_many_tracks_are_of_genres_that_one_artist_has_alone()
    {
        var suite = _suite with { Rows = [new SuiteRow(Nearest) { Folds = 4 }], Seeds = [1] };
        var outcome = SuiteRunner.Run(suite, SuiteData.Open(GenreOfOneArtist()), _folder["results"]);

        Assert.Equal([0, 0.5], outcome.Results.Select(result => result.Unlearnt));
        Assert.Contains(
            "* Not certain to be better than chance, which is 33.3 %: one, artist-aware. 50.0 % of the test tracks are of genres that no "
            + "training track has, since one artist has them all.",
            SuiteMarkdown.Write(SuiteReport.Of(suite, outcome)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_genre_of_one_artist_leaves_the_difference_of_the_protocols_open_and_the_pages_say_so()
    {
        var suite = Suite.Find("lstm6") with { Rows = [new SuiteRow(Nearest) { Folds = 4 }, new SuiteRow(Nearest, "split")], Seeds = [1] };
        var outcome = SuiteRunner.Run(suite, SuiteData.Open(GenreOfOneArtist()), _folder["results"]);
        var report = SuiteReport.Of(suite, outcome);
        new SuiteFiles(_folder["reports"]).Write(report);

        Assert.All(report.Pairs, pair => Assert.Null(pair.Leak));
        var page = File.ReadAllText(_folder["reports/lstm6.md"]);
        Assert.Contains(
            "50.0 % of the test tracks are of genres that no training track has, since one artist has them all, so that the figure is not "
            + "comparable with the other protocol's: one, artist-aware.", page, StringComparison.Ordinal);
        Assert.Contains("of the 3 genres, since one artist may have all tracks of a genre", page, StringComparison.Ordinal);
        var worth = File.ReadAllText(_folder["reports/what-the-figures-are-worth.md"]);
        Assert.Contains("so that the leak is not known", worth, StringComparison.Ordinal);
        Assert.Contains("2 rows are not compared", worth, StringComparison.Ordinal);
    }

    [Fact]
    public void No_page_of_the_projects_results_leaves_a_row_at_chance_unexplained() =>
        Assert.All(Directory.GetFiles(Repository.PathOf("docs", "results"), "*.md"), page =>
            Assert.DoesNotContain(SuiteFigures.UnknownReason, File.ReadAllText(page), StringComparison.Ordinal));

    [Fact]
    public void Every_recipe_that_the_project_measured_has_a_time()
    {
        var lenet = Suite.Find("mel-image") with { Seeds = [1] };
        foreach (var (name, tracks) in new[] { ("train", 8), ("valid", 8) })
        {
            Npy.Write<byte>(_folder[$"{name}.npy"],
                [.. Enumerable.Range(0, tracks * 128 * 8).Select(i => (byte)(i * (name == "train" ? 31 : 37) / 7))], tracks, 128, 8);
            File.WriteAllLines(_folder[$"{name}.csv"],
                ["index,track,genre", .. Enumerable.Range(0, tracks).Select(i => $"{i},{name}.{i},{(i % 2 == 0 ? "high" : "low")}")]);
        }

        Assert.All(SuiteRunner.Plan(lenet, SuiteData.Open(_folder.Path), _folder["results"]).Runs, run => Assert.True(run.Seconds > 0));
    }

    [Fact]
    public void The_index_draws_every_method_by_both_protocols()
    {
        var suite = Suite.Find("lstm6") with { Rows = _suite.Rows, Seeds = [1] };
        var files = new SuiteFiles(_folder["reports"]);
        files.Write(SuiteReport.Of(
            suite, SuiteRunner.Run(suite, SuiteData.Open(Artists(i => $"artist {i / 2}")), _folder["results"])));

        Assert.Contains("(protocols.svg)", File.ReadAllText(files.Index), StringComparison.Ordinal);
        Assert.NotEmpty(XDocument.Load(_folder["reports/protocols.svg"]).Descendants());
    }

    [Fact]
    public void A_split_that_was_written_down_divides_the_same_for_every_seed()
    {
        var split =
            new Split("mine", [new SplitPart("train", ["low/0.wav", "high/0.wav", "elsewhere.wav"]), new SplitPart("test", ["low/1.wav"])]);
        var data = SuiteData.Open(Music(), split: split);

        Assert.All([1, 2], seed => Assert.Equal(("mine", 2, 1), PartsOf(data.Divide(_suite, Nearest with { Seed = seed }))));
        Assert.Contains("needs parts called 'train' and 'test'",
            Assert.Throws<DataSetException>(() => SuiteData.Open(Music(), split: new Split("half", [split.Parts[0]]))).Message);
        var none = SuiteData.Open(Music(), split: new Split("none", [split.Parts[0], new SplitPart("test", ["elsewhere.wav"])]));
        Assert.Contains("in the part 'test'", Assert.Throws<DataSetException>(() => none.Divide(_suite, Nearest)).Message);
    }

    [Fact]
    public void The_index_has_the_table_of_every_suite_and_leaves_a_file_alone_that_is_not_its_own()
    {
        var files = new SuiteFiles(_folder["reports"]);
        var suite = Suite.Find("lstm6") with { Rows = _suite.Rows, Seeds = _suite.Seeds };
        files.Write(
            SuiteReport.Of(suite,
                new SuiteOutcome(Outcome(_suite, new SuiteBudget { Rows = ["two"] }).Results, [new MissingRow("one", "not run yet")])));
        File.WriteAllText(Path.Combine(_folder["reports"], "study.md"), "# A study\n");
        files.WriteIndex();

        var index = File.ReadAllText(files.Index);
        Assert.Contains("\n| two | – | ", index, StringComparison.Ordinal);
        Assert.Contains("\n| one | 50.0 % | not measured | ", index, StringComparison.Ordinal);
        Assert.Contains("* [A study](study.md)", index, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder["reports"], "lstm6.svg")));

        File.WriteAllText(files.Index, "mine");
        files.WriteIndex();
        Assert.Equal("mine", File.ReadAllText(files.Index));
    }

    private static (string Split, int Train, int Test) PartsOf(SuiteParts parts) =>
        (parts.Split, parts.Train.Tracks.Count, parts.Test.Tracks.Count);

    private static IEnumerable<string> Drawings(string html)
    {
        for (var start = html.IndexOf("<svg", StringComparison.Ordinal); start >= 0; start =
            html.IndexOf("<svg", start + 1, StringComparison.Ordinal))
        {
            yield return html[start..(html.IndexOf("</svg>", start, StringComparison.Ordinal) + "</svg>".Length)];
        }
    }

    private static IEnumerable<string> Names(TrackSet tracks) => tracks.Tracks.Select(track => track.Name);

    private IReadOnlyList<SuiteResult> Run(SuiteBudget? budget = null) => Outcome(_suite, budget).Results;

    private SuiteOutcome Outcome(Suite suite, SuiteBudget? budget = null) =>
        SuiteRunner.Run(suite, SuiteData.Open(Music()), _folder["results"], budget);

    private void Spectrograms()
    {
        Directory.CreateDirectory(_folder["lists"]);
        foreach (var (name, tracks) in new[] { ("train", 16), ("valid", 8) })
        {
            Npy.Write<byte>(_folder[$"lists/{name}.npy"],
                [.. Enumerable.Range(0, tracks * 16 * 32).Select(i => (byte)((i * i * (name == "train" ? 5 : 7)) + (i / 48)))],
                tracks, 16, 32);
            File.WriteAllLines(_folder[$"lists/{name}.csv"],
                ["index,track,genre", .. Enumerable.Range(0, tracks).Select(i => $"{i},{name}.{i},{(i % 2 == 0 ? "high" : "low")}")]);
        }
    }

    // The music with an artist for each of its 20 tracks, the low ones first.
    private string Artists(Func<int, string> artist)
    {
        Music();
        File.WriteAllLines(_folder["music.csv"], ["path,genre,group", .. Enumerable.Range(0, 20).Select(i =>
            $"music/{(i < 10 ? "low" : "high")}/{i % 10}.wav,{(i < 10 ? "low" : "high")},{artist(i)}")]);
        return _folder["music.csv"];
    }

    // Three genres, of which one has one artist.
    private string GenreOfOneArtist()
    {
        Music();
        File.WriteAllLines(_folder["music.csv"], ["path,genre,group", .. Enumerable.Range(0, 20).Select(i =>
            i < 10 ? $"music/low/{i}.wav,low,the only one" : $"music/high/{i % 10}.wav,{(i % 2 == 0 ? "high" : "higher")},artist {i}")]);
        return _folder["music.csv"];
    }

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

    private sealed class StopAtCheckpoint(string folder, CancellationTokenSource stop) : IProgress<SuiteProgress>
    {
        public void Report(SuiteProgress value)
        {
            if (Directory.EnumerateFiles(folder, "checkpoint.safetensors", SearchOption.AllDirectories).Any())
            {
                stop.Cancel();
            }
        }
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
