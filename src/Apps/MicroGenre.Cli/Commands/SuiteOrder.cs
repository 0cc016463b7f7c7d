using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Evaluation.Suites;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary>The options for running a suite.</summary>
internal sealed record SuiteOrder(
    Suite Suite, DataSource Source, string Folder, SuiteBudget Budget, Split? Split, bool HasPlayers, bool MayLeak, bool IsPlan)
{
    /// <summary>Audio for the rows that spectrograms cannot serve; <see langword="null"/> for none.</summary>
    public string? Audio { get; init; }

    /// <summary>The device, precision and threads of trainings.</summary>
    public TrainingOptions Machine { get; init; } = new();

    /// <summary>Whether to report the results that exist and train nothing.</summary>
    public bool KeptOnly { get; init; }

    /// <summary>The folder of the results of single runs.</summary>
    public string Results => Path.Combine(Folder, "results");

    /// <exception cref="UsageException">The tracks are not a folder, a number is not positive, or a row does not exist.</exception>
    public void Check()
    {
        if (Source.Data is null)
        {
            throw new UsageException("--suite takes its tracks from --data DIR.");
        }

        try
        {
            Budget.Choose(Suite);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException(TrackError.Line(exception));
        }
    }

    public SuiteData Open()
    {
        var data = SuiteData.Open(Source.Data!, Source.DataSet, MayLeak, Split, Source.Timing);
        return Audio is { } audio ? data.WithAudio(SuiteData.Open(audio, mayLeak: MayLeak)) : data;
    }
}
