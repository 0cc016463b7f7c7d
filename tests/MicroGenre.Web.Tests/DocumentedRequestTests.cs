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

        Assert.True(requests.Count > 7, $"There are only {requests.Count}.");
        foreach (var request in requests)
        {
            Assert.Contains(Address, request, StringComparison.Ordinal);
            var (code, error) = await RunAsync(folder.Path, request.Replace(Address, $"{web.Address}", StringComparison.Ordinal));
            Assert.True(code == 0, $"{request}\n{error}");
        }
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

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
