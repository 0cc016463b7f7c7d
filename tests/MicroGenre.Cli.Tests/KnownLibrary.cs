using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>A library whose tracks are imported, with whatever a test wants to be known of them: nothing is analysed.</summary>
internal sealed class KnownLibrary : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string this[string name] => _folder[name];

    /// <summary>Makes the library.</summary>
    public static async Task<KnownLibrary> CreateAsync(params IEnumerable<KnownTrack> tracks)
    {
        var library = new KnownLibrary();
        Directory.CreateDirectory(library["music"]);
        (await library.RunAsync("add", library["music"])).Succeeds();
        await File.WriteAllLinesAsync(library["rows.jsonl"], tracks.Select(library.Line));
        (await library.RunAsync("import", library["rows.jsonl"])).Succeeds();
        return library;
    }

    /// <summary>Runs <c>library …</c> on it.</summary>
    public Task<CliResult> RunAsync(params string[] arguments) => WarmCli.RunAsync(Arguments(arguments));

    /// <summary>The arguments of <c>library …</c> on it.</summary>
    public string[] Arguments(params string[] arguments) =>
        ["library", .. arguments, "--library", Folder, "--models", Repository.PathOf("models")];

    /// <summary>The label of a track; <see langword="null"/> if it has none.</summary>
    public async Task<string?> LabelOfAsync(string name)
    {
        var shown = (await RunAsync("show", _folder[$"music/{name}"], "--json")).Succeeds().JsonLines[0];
        return shown.TryGetProperty("label", out var label) ? label.GetString() : null;
    }

    public void Dispose() => _folder.Dispose();

    private string Line(KnownTrack track) => JsonSerializer.Serialize(new
    {
        file = _folder[$"music/{track.Name}"],
        sha256 = track.Name,
        model = "gtzan/5",
        duration = 3,
        verdict = "Ok",
        genre = track.Genres.MaxBy(genre => genre.Probability).Label,
        probability = track.Genres.Max(genre => genre.Probability),
        tagGenre = track.Tag,
        label = track.Label,
        album = track.Album,
        genres = JsonSerializer.Serialize(track.Genres.OrderByDescending(genre => genre.Probability)
            .Select(genre => new { label = genre.Label, probability = genre.Probability })),
        overTime = "[]",
        embedding = Convert.ToBase64String([.. track.Genres.SelectMany(genre => BitConverter.GetBytes((float)genre.Probability))]),
    });
}

/// <summary>A track of which everything is known.</summary>
/// <param name="Name">The name of its file.</param>
/// <param name="Tag">The genre in its tags.</param>
/// <param name="Label">The owner's label.</param>
internal sealed record KnownTrack(string Name, string? Tag = null, string? Label = null)
{
    public string? Album { get; init; }

    /// <summary>What the model says.</summary>
    public (string Label, double Probability)[] Genres { get; init; } = [("metal", 0.9), ("jazz", 0.06), ("hiphop", 0.04)];
}
