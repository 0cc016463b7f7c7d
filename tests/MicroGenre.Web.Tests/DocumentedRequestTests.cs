using System.Diagnostics;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Web.Tests;

/// <summary>The requests of the docs work as they are printed.</summary>
[Collection(nameof(WebSystem))]
public class DocumentedRequestTests(WebSystem system, LibrarySystem library) : IClassFixture<LibrarySystem>
{
    private const string Address = "http://localhost:7100/";

    [CurlFact]
    public async Task Requests_of_the_reference_are_answered()
    {
        await using var web = await WebHost.StartAsync([.. system.Addresses, .. library.Addresses]);
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["song.wav"], ToyGenres.Track("low"));
        var requests = MarkdownPage.Open("docs", "reference", "rest.md").Blocks.Where(block => block.Language == "sh")
            .SelectMany(block => block.Lines).ToList();

        Assert.True(requests.Count > 8, $"There are only {requests.Count}.");
        foreach (var request in requests)
        {
            Assert.Contains(Address, request, StringComparison.Ordinal);
            var (code, error) = await RunAsync(folder.Path, request.Replace(Address, $"{web.Address}", StringComparison.Ordinal));
            Assert.True(code == 0, $"{request}\n{error}");
        }
    }

    [PythonFact]
    public async Task The_script_for_Jellyfin_finds_what_sounds_like_a_track()
    {
        using var folder = new TemporaryFolder();
        var script = MarkdownPage.Open("docs", "how-to", "jellyfin.md").Blocks.Single(block => block.Language == "python");
        await File.WriteAllLinesAsync(folder["like.py"], script.Lines);
        var track = Path.Combine(library.Music, "low", "low.0.wav");

        var (code, output) = await RunAsync(
            folder.Path,
            $"JELLYFIN=none JELLYFIN_KEY=none JELLYFIN_USER=none MICROGENRE={library.Web.Address.ToString().TrimEnd('/')} "
            + $"python3 -c \"import like; paths = like.like('{track}', 3); assert len(paths) == 4 and paths[0] == '{track}', paths\"");

        Assert.True(code == 0, output);
    }

    private static async Task<(int Code, string Error)> RunAsync(string folder, string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = shell.StandardOutput.ReadToEndAsync();
        var error = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, error + await output);
    }

    /// <summary>A test that needs curl.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class CurlFactAttribute : FactAttribute
    {
        public CurlFactAttribute() => Skip = IsThere("curl") ? null : "needs curl";
    }

    /// <summary>A test that needs Python.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PythonFactAttribute : FactAttribute
    {
        public PythonFactAttribute() => Skip = IsThere("python3") ? null : "needs python3";
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
