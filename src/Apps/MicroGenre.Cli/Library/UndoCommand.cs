using System.CommandLine;
using MicroGenre.Cli.Commands;
using MicroGenre.Cli.Output;
using MicroGenre.Cli.Tagging;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Library;

/// <summary><c>microgenre library undo</c>: takes a run of <c>tag</c> or <c>library tag</c> back.</summary>
internal static class UndoCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("run")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The run, as the command that tagged named it. Default: the last one that was not taken back.",
        };
        var list = new Option<bool>("--list") { Description = "List the runs and change nothing." };
        var journals = JournalFolder.Option();
        var json = new Option<bool>("--json") { Description = "Print one JSON object per file, or per run, and a summary, one per line." };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand("undo", "Takes a run that wrote genres back: files get their old bytes.",
            "microgenre library undo") { name, list, journals, json, models };
        command.SetAction((result, cancellation) =>
        {
            var folder = JournalFolder.Of(result.GetValue(journals), ModelsFolder.Open(result.GetValue(models)).Root);
            var runs = TagRun.In(folder);
            if (result.GetValue(list))
            {
                List(runs, result.GetValue(json));
                return Task.FromResult(0);
            }

            var run = result.GetValue(name) is { } wanted
                ? runs.FirstOrDefault(run => run.Name == wanted) ?? throw new FailureException($"There is no run '{wanted}' in '{folder}'.")
                : runs.FirstOrDefault(run => !run.IsUndone) ?? throw new FailureException($"There is no run to take back in '{folder}'.");
            return Task.FromResult(Write(run, run.Undo(cancellation), result.GetValue(json)));
        });
        return command;
    }

    private static void List(IReadOnlyList<TagRun> runs, bool json)
    {
        var screen = Screen.For(json);
        foreach (var run in runs)
        {
            screen.WriteLine(json ? JsonText.Of(new { run = run.Name, files = run.Files.Count, undone = run.IsUndone })
                : $"{run.Name}  {run.Files.Count} {(run.Files.Count == 1 ? "file" : "files")}{(run.IsUndone ? ", taken back" : "")}");
        }
    }

    private static int Write(TagRun run, IReadOnlyList<UndoneFile> files, bool json)
    {
        var screen = Screen.For(json);
        foreach (var file in files)
        {
            var path = RawPath.Display(file.Path);
            if (json)
            {
                screen.WriteLine(JsonText.Of(new { file = path, outcome = file.Outcome, reason = file.Reason }));
            }

            if (file.Outcome == UndoOutcome.Left)
            {
                Screen.WriteProblem($"{path}: {file.Reason}; it was left.");
            }
        }

        int Count(UndoOutcome outcome) => files.Count(file => file.Outcome == outcome);
        var (restored, unchanged, left) = (Count(UndoOutcome.Restored), Count(UndoOutcome.Unchanged), Count(UndoOutcome.Left));
        screen.WriteLine(json ? JsonText.Of(new { run = run.Name, restored, unchanged, left })
            : $"{run.Name}: {restored} restored, {unchanged} as before, {left} left");
        return left == 0 ? 0 : 1;
    }
}
