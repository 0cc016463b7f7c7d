using System.Globalization;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;
using MicroGenre.Signal.Files;
using Spectre.Console;

namespace MicroGenre.Cli.Library;

/// <summary>Asks for the genres of tracks, one after the other, by single keys. Each answer is stored as a label at once.</summary>
/// <param name="library">Where labels are stored.</param>
internal sealed class LabelDialog(ILibrary library)
{
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Interactive = InteractionSupport.Yes });

    /// <summary>Asks for all tracks, or until the user quits. Without a terminal, says so and asks nothing.</summary>
    /// <returns>Whether there is a terminal.</returns>
    public static async Task<bool> TryAskAsync(ILibrary library, IReadOnlyList<LabelQuestion> questions, CancellationToken cancellation)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            Screen.WriteProblem("--ask needs a terminal; here is the list instead.");
            return false;
        }

        await new LabelDialog(library).AskAsync(questions, cancellation);
        return true;
    }

    private async Task AskAsync(IReadOnlyList<LabelQuestion> questions, CancellationToken cancellation)
    {
        var labelled = 0;
        foreach (var (i, question) in questions.Index())
        {
            Write($"{i + 1}/{questions.Count}  {RawPath.Display(question.Track.Path)}");
            Write(Facts(question));
            var answer = await AnswerAsync(question, cancellation);
            if (answer.IsLast)
            {
                break;
            }

            if (answer.Genre is { } genre)
            {
                await library.LabelAsync(question.Track.Path, genre, cancellation);
                labelled++;
            }
        }

        Write($"{labelled} {(labelled == 1 ? "track" : "tracks")} labelled");
    }

    private async Task<(string? Genre, bool IsLast)> AnswerAsync(LabelQuestion question, CancellationToken cancellation)
    {
        while (true)
        {
            Write(Keys(question));
            switch (await KeyAsync(cancellation))
            {
                case 'k' when question.Tagged is { } tagged:
                    return (Chosen(tagged), false);
                case 'm' when question.Track.Genre is { } genre:
                    return (Chosen(genre), false);
                case 't' when await TypedAsync(cancellation) is { Length: > 0 } typed:
                    return (typed, false);
                case 's':
                    return (null, false);
                case 'q':
                    return (null, true);
            }
        }
    }

    private async Task<char> KeyAsync(CancellationToken cancellation)
    {
        var key = await _console.Input.ReadKeyAsync(intercept: true, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return char.ToLowerInvariant(key?.KeyChar ?? default);
    }

    private async Task<string> TypedAsync(CancellationToken cancellation)
    {
        var prompt = new TextPrompt<string>("  genre (nothing to go back):").AllowEmpty().Validate(Check);
        return (await prompt.ShowAsync(_console, cancellation)).Trim();
    }

    private string Chosen(string genre)
    {
        Write($"  {GenreName.Display(genre)}");
        return genre;
    }

    private void Write(string line) => _console.Write(new Text(line + Environment.NewLine));

    private static ValidationResult Check(string name)
    {
        try
        {
            return name.Trim().Length == 0 || Teaching.CheckName(name).Length > 0 ? ValidationResult.Success() : ValidationResult.Error();
        }
        catch (LessonException wrong)
        {
            return ValidationResult.Error(Markup.Escape(wrong.Message));
        }
    }

    private static string Facts(LabelQuestion question)
    {
        var track = question.Track;
        var model = track.Genre is { } genre
            ? string.Create(CultureInfo.InvariantCulture, $"the model says {GenreName.Display(genre)}, {track.Probability * 100:0} %")
            : "the model cannot judge it";
        return track.TagGenre is { } tag ? $"  its tag says {tag}, {model}" : $"  it has no genre in its tags, {model}";
    }

    private static string Keys(LabelQuestion question) => "  " + string.Join(", ", (string[])[
        .. question.Tagged is { } tagged ? [$"k keep {GenreName.Display(tagged)}"] : (string[])[],
        .. question.Track.Genre is { } genre ? [$"m take {GenreName.Display(genre)}"] : (string[])[],
        "t type another", "s skip", "q quit"]);
}
