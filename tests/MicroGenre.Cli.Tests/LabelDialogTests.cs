using System.Text.Json;

namespace MicroGenre.Cli.Tests;

/// <summary>Tracks whose owner is asked for their genre.</summary>
public sealed class LabelDialogTests
{
    private static readonly KnownTrack[] Tracks =
    [
        new("agrees.mp3", "Metal"),
        new("strong.mp3", "Hip-Hop; Swing") { Genres = [("metal", 0.97), ("jazz", 0.02), ("hiphop", 0.01)] },
        new("weak.mp3", "Jazz"),
        new("decided.mp3", "Jazz", Label: "Jazz"),
        new("unsure.mp3", "Jazz") { Genres = [("metal", 0.6), ("jazz", 0.3), ("hiphop", 0.1)] },
    ];

    [Fact]
    public async Task Disagreements_are_listed_for_people_and_programs()
    {
        using var library = await KnownLibrary.CreateAsync(Tracks);

        var lines = (await library.RunAsync("disagreements", "--json")).Succeeds().JsonLines;
        var text = (await library.RunAsync("disagreements", "--top", "1")).Succeeds().OutputLines;

        Assert.Equal(["strong.mp3", "weak.mp3"], lines.Select(NameOf));
        Assert.Equal(
            """{"tag":"Hip-Hop; Swing","tagged":"hiphop","taggedProbability":0.01,"genre":"metal","probability":0.97}""",
            $"{{{lines[0].GetRawText().Split(',', 2)[1]}");
        Assert.EndsWith("strong.mp3  tagged Hip-Hop; Swing, or rather Metal (97 %)?", Assert.Single(text), StringComparison.Ordinal);
        Assert.Equal(3, (await library.RunAsync("disagreements", "--min-probability", "0.5", "--json")).Succeeds().JsonLines.Length);
        (await library.RunAsync("disagreements", "--min-probability", "2")).FailsWith(2, "--min-probability");
        (await library.RunAsync("disagreements", "--ask", "--json")).FailsWith(2, "--ask");
    }

    [Theory]
    [InlineData("disagreements")]
    [InlineData("suggest")]
    public async Task Without_a_terminal_there_is_a_list_and_a_line_that_says_why(string command)
    {
        using var library = await KnownLibrary.CreateAsync(Tracks);

        var asked = await Cli.RunAsync(library.Arguments(command, "--ask"));

        Assert.Equal((0, "microgenre: --ask needs a terminal; here is the list instead.\n"), (asked.ExitCode, asked.Error));
        Assert.Equal((await library.RunAsync(command)).Succeeds().Output, asked.Output);
    }

    [TerminalFact]
    public async Task Single_keys_keep_the_tag_take_the_models_genre_or_skip_and_another_is_typed()
    {
        using var library = await KnownLibrary.CreateAsync(Enumerable.Range(0, 5).Select(i => new KnownTrack($"{i}.mp3", "jazz")));
        using var terminal = Terminal.Start(library.Arguments("disagreements", "--ask"));

        await terminal.ShowsAsync("1/5");
        await terminal.ShowsAsync("its tag says jazz, the model says Metal, 90 %");
        await terminal.ShowsAsync("k keep Jazz, m take Metal, t type another, s skip, q quit");
        await terminal.PressAsync("k");
        await terminal.ShowsAsync("2/5");
        await terminal.ShowsAsync("quit");
        await terminal.PressAsync("x");
        await terminal.ShowsAsync("quit");
        await terminal.PressAsync("m");
        await terminal.ShowsAsync("3/5");
        await terminal.ShowsAsync("quit");
        await terminal.PressAsync("t");
        await terminal.ShowsAsync("genre");
        await terminal.PressAsync($"{new string('x', 65)}\r");
        await terminal.ShowsAsync("64");
        await terminal.PressAsync("Synthwave\r");
        await terminal.ShowsAsync("4/5");
        await terminal.ShowsAsync("quit");
        await terminal.PressAsync("s");
        await terminal.ShowsAsync("5/5");
        await terminal.ShowsAsync("quit");
        await terminal.PressAsync("q");
        await terminal.ShowsAsync("3 tracks labelled");

        Assert.Equal(0, await terminal.EndAsync());
        Assert.Equal("jazz", await library.LabelOfAsync("0.mp3"));
        Assert.Equal("metal", await library.LabelOfAsync("1.mp3"));
        Assert.Equal("Synthwave", await library.LabelOfAsync("2.mp3"));
        Assert.Null(await library.LabelOfAsync("3.mp3"));
        Assert.Null(await library.LabelOfAsync("4.mp3"));
    }

    [TerminalFact]
    public async Task Suggested_tracks_are_asked_for_too_and_what_was_said_before_an_interruption_is_kept()
    {
        using var library = await KnownLibrary.CreateAsync(new KnownTrack("a.mp3"), new KnownTrack("b.mp3"));
        using var terminal = Terminal.Start(library.Arguments("suggest", "--ask"));

        await terminal.ShowsAsync("it has no genre in its tags, the model says Metal");
        await terminal.ShowsAsync("  m take Metal, t type another");
        await terminal.PressAsync("m");
        await terminal.ShowsAsync("2/2");
        await terminal.ShowsAsync("quit");
        await terminal.PressAsync("\u0003");

        Assert.Equal(130, await terminal.EndAsync());
        string?[] labels = [await library.LabelOfAsync("a.mp3"), await library.LabelOfAsync("b.mp3")];
        Assert.Equal(["metal"], labels.OfType<string>());
    }

    private static string NameOf(JsonElement line) => Path.GetFileName(line.GetProperty("file").GetString()!);
}
