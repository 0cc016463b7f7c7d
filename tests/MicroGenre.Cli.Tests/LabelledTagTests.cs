using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary><c>library tag</c> writes what the owner said, where they did.</summary>
public sealed class LabelledTagTests
{
    [Fact]
    public async Task A_label_is_written_in_place_of_the_models_genre_and_told_of()
    {
        using var library = await KnownLibrary.CreateAsync(
            new KnownTrack("own.mp3", Label: "Synthwave"), new KnownTrack("models.mp3", Label: "hip hop"), new KnownTrack("none.mp3"));
        Copy(library, "own.mp3", "models.mp3", "none.mp3");
        var page = library["page.html"];

        var shown = (await library.RunAsync("tag", "--genres", "2", "--html", page)).Succeeds().Output;
        var lines = (await library.RunAsync("tag", "--json", "--write", "--journals", library["journals"])).Succeeds().JsonLines;

        Assert.Contains("own.mp3: Synthwave, as you labelled it", shown, StringComparison.Ordinal);
        Assert.Contains("models.mp3: Hip-Hop, as you labelled it", shown, StringComparison.Ordinal);
        Assert.Contains("none.mp3: Metal 90", shown, StringComparison.Ordinal);
        Assert.Contains("<ins>Synthwave</ins></td><td>your label</td>", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        Assert.Equal(
            [("models.mp3", "Hip-Hop", 1, true), ("none.mp3", "Metal", 0.9, false), ("own.mp3", "Synthwave", 1, true)],
            lines[..3].Select(line => (NameOf(line), line.GetProperty("genre").GetString()!, line.GetProperty("probability").GetDouble(),
                line.TryGetProperty("labelled", out var labelled) && labelled.GetBoolean())));
        Assert.Equal("Synthwave", await TagOfAsync(library, "own.mp3"));
    }

    [Fact]
    public async Task Labels_go_through_the_taxonomy()
    {
        using var library = await KnownLibrary.CreateAsync(
            new KnownTrack("mapped.mp3", Label: "Rap"), new KnownTrack("unknown.mp3", Label: "Synthwave"));
        Copy(library, "mapped.mp3", "unknown.mp3");
        await File.WriteAllTextAsync(library["words.yaml"], "synonyms:\n  rap: Spoken\nwhitelist: [Spoken, Loud]\n");

        var lines = (await library.RunAsync("tag", "--json", "--taxonomy", library["words.yaml"])).Succeeds().JsonLines;

        Assert.Equal(("tag", "Spoken"), (lines[0].GetProperty("action").GetString(), lines[0].GetProperty("genre").GetString()));
        Assert.Equal("unmapped", lines[1].GetProperty("action").GetString());
    }

    [Fact]
    public async Task A_label_counts_for_the_album_and_stays_the_tracks_own()
    {
        var jazz = new KnownTrack("a.mp3", Label: "Jazz");
        var metal = new KnownTrack("b.mp3") { Genres = [("metal", 0.55), ("jazz", 0.45), ("hiphop", 0)] };
        var lone = new KnownTrack("c.mp3", Label: "Polka");
        using var library = await KnownLibrary.CreateAsync(jazz, metal, lone);
        Copy(library, "a.mp3", "b.mp3", "c.mp3");

        var lines = (await library.RunAsync("tag", "--json", "--group-by", "folder", "--min-confidence", "0.3")).Succeeds().JsonLines;

        Assert.Equal(["Jazz", "Jazz", "Polka"], lines[..3].Select(line => line.GetProperty("genre").GetString()));
    }

    private static void Copy(KnownLibrary library, params string[] names)
    {
        foreach (var name in names)
        {
            File.Copy(Repository.PathOf("tests", "MicroGenre.Tagging.Tests", "Audio", "tone.mp3"), library[$"music/{name}"]);
        }
    }

    // A run after it that would replace nothing says what is there.
    private static async Task<string?> TagOfAsync(KnownLibrary library, string name) =>
        (await library.RunAsync("tag", "--json")).Succeeds().JsonLines
            .Single(line => line.TryGetProperty("file", out _) && NameOf(line) == name).GetProperty("existing").GetString();

    private static string NameOf(JsonElement line) => Path.GetFileName(line.GetProperty("file").GetString()!);
}
