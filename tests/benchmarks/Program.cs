using MicroGenre.Benchmarks;
using MicroGenre.Benchmarks.Accuracy;
using MicroGenre.Benchmarks.Calm;
using MicroGenre.Benchmarks.Conformal;
using MicroGenre.Benchmarks.Explanations;
using MicroGenre.Benchmarks.Fuzzing;
using MicroGenre.Benchmarks.Learning;
using MicroGenre.Benchmarks.Library;
using MicroGenre.Benchmarks.Mir;
using MicroGenre.Benchmarks.Music;
using MicroGenre.Benchmarks.Networks;
using MicroGenre.Benchmarks.Results;
using MicroGenre.Benchmarks.Segmentation;
using MicroGenre.Benchmarks.Serving;
using MicroGenre.Benchmarks.Signal;
using MicroGenre.Benchmarks.Teaching;
using MicroGenre.Networks;

// usage: bench <suite> [--json FILE]     compares with peers, prints a table
//        bench inside [arguments]        BenchmarkDotNet on the parts
NetworkKinds.Register();
try
{
    return await RunAsync(args);
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync($"bench: {wrong.Message}");
    return 2;
}

static async Task<int> RunAsync(string[] args)
{
    switch (args)
    {
        case ["signal", .. var rest]:
            Report(SignalBenchmark.Run(), rest);
            return 0;

        case ["learning", "--only", var learner, .. var rest]:
            Report(LearningBenchmark.Run(learner), rest);
            return 0;

        case ["learning", .. var rest]:
            Report(LearningBenchmark.Run(""), rest);
            return 0;

        case ["segmentation", .. var rest]:
            return SegmentationBenchmark.Run(rest);

        case ["accuracy", .. var rest]:
            return AccuracyBenchmark.Run(rest);

        case ["conformal", .. var rest]:
            return ConformalBenchmark.Run(rest);

        case ["explain", .. var rest]:
            return ExplainBenchmark.Run(rest);

        case ["teach", .. var rest]:
            return TeachBenchmark.Run(rest);

        case ["labels", .. var rest]:
            return LabelBenchmark.Run(rest);

        case ["mir", .. var rest]:
            return MirBenchmark.Run(rest);

        case ["calm", .. var rest]:
            return CalmTable.Run(rest);

        case ["calm-speed", .. var rest]:
            Report(CalmSpeed.Run(), rest);
            return 0;

        case ["calm-study", .. var rest]:
            return CalmStudy.Run(rest);

        case ["serving", .. ["--soak", ..] soak]:
            return await ServingSoak.RunAsync(soak);

        case ["serving", "--failover", .. var rest]:
            return await FailoverBenchmark.RunAsync(rest);

        case ["serving", "--cached", .. var rest]:
            Report(await ServingBenchmark.RunCachedAsync(seconds: 5), rest);
            return 0;

        case ["serving", .. var rest]:
            Report(await ServingBenchmark.RunAsync(seconds: 5), rest);
            return 0;

        case ["up", .. var rest]:
            return await UpBenchmark.RunAsync(rest);

        case ["serving-client", .. var rest]:
            return await LoadClient.RunAsync(rest);

        case ["networks", .. var rest]:
            var networks = Options.Read(rest, "--threads", "--json", "--docs");
            var trained = NetworkBenchmark.Run(networks.Number("--threads", 1));
            Report(trained, networks["--json"] is { } networksJson ? ["--json", networksJson] : []);
            Document(trained, networks["--docs"]);
            return 0;

        case ["music", "--fit", var file]:
            MusicBenchmark.Fit(file);
            return 0;

        case ["music", "--docs", var page, .. var rest]:
            var heard = MusicBenchmark.Run();
            Report(heard, rest);
            Document(heard, page);
            return 0;

        case ["music", .. var rest]:
            Report(MusicBenchmark.Run(), rest);
            return 0;

        case ["library-scan", var library]:
            await KilledScans.ScanAsync(library);
            return 0;

        case ["library", "--cluster", .. var rest]:
            var set = Options.Read(rest, "--files", "--seconds", "--kills", "--json", "--docs");
            var (cluster, paper) = await ClusterBenchmark.RunAsync(
                set.Number("--files", 1500), set.Number("--seconds", 2), set.Number("--kills", 20));
            Report(cluster, set["--json"] is { } clusterJson ? ["--json", clusterJson] : []);
            Document(cluster, set["--docs"], paper);
            return 0;

        case ["library", .. var rest]:
            var options = Options.Read(rest, "--files", "--copies", "--seconds", "--kills", "--json", "--docs");
            var measured = await LibraryBenchmark.RunAsync(
                options.Number("--files", 3000), options.Number("--copies", 97_000),
            options.Number("--seconds", 2), options.Number("--kills", 20));
            Report(measured, options["--json"] is { } json ? ["--json", json] : []);
            Document(measured, options["--docs"]);
            return 0;

        case ["recipes"]:
            MeasuredRecipes.Write();
            return 0;

        case ["fuzz", .. var rest]:
            return FuzzCommand.Run(rest);

        case ["inside", .. var rest]:
            // In this process: the project that would be generated for another knows nothing of how this solution is built.
            BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(["--inProcess", .. rest]);
            return 0;

        default:
            Console.Error.WriteLine(
                """
                usage: bench WHAT [options]

                  accuracy      [--recipes NAME,NAME] [--draws N] [--folds N] [--threads N] [--docs FILE]
                  calm          [--seeds N] [--random-seeds N] [--joint-seeds N] [--first-seed N] [--epochs N] [--joint-epochs N]
                                [--batch-size N] [--crop-frames N] [--keep FOLDER] [--folder FOLDER]
                  calm-speed    [--json FILE]
                  calm-study    [--seeds N] [--folder FOLDER]
                  conformal     [--splits N] [--threads N] [--docs FILE]
                  explain       [--tracks N] [--cues N] [--rounds N] [--threads N] [--docs FILE]
                  fuzz          [--what decoders|tags|mp4] [--inputs N] [--seconds N] [--seed N]
                  inside        [BenchmarkDotNet arguments]
                  labels        [--draws N] [--docs FILE]
                  learning      [--only LEARNER] [--json FILE]
                  library       [--files N] [--copies N] [--seconds N] [--kills N] [--json FILE] [--docs FILE]
                  library       --cluster [--files N] [--seconds N] [--kills N] [--json FILE] [--docs FILE]
                  mir           [--recipes NAME,NAME] [--models FOLDER] [--card MODEL] [--threads N] [--docs FILE]
                  music         [--fit FILE | --docs FILE] [--json FILE]
                  networks      [--threads N] [--json FILE] [--docs FILE]
                  recipes       writes what docs/results says of each recipe to the web page and the times of evaluate --plan
                  segmentation  [--json FILE] [--docs FILE]
                  serving       [--cached] [--json FILE]
                  serving       --failover [--docs FILE]
                  serving       --soak SECONDS [--rate CALLS] [--docs FILE]
                  signal        [--json FILE]
                  teach         [--draws N] [--threads N] [--docs FILE]
                  up            [--rounds N] [--docs FILE]
                """);
            return 2;
    }
}

static void Report(BenchmarkReport report, string[] arguments)
{
    report.Print();
    var path = arguments is ["--json", var file] ? file : $"bench-{report.Suite}.json";
    report.Write(path);
    Console.WriteLine($"written to {path}");
}

static void Document(BenchmarkReport report, string? page, params IReadOnlyList<BenchmarkTable> more)
{
    if (page is not null)
    {
        MeasuredSection.Replace(page, report.Suite, [report.ToTable(), .. more]);
    }
}
