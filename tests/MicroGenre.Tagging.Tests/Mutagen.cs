using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MicroGenre.Tagging.Tests;

/// <summary>What mutagen, which shares no code with this project, reads of files.</summary>
internal static class Mutagen
{
    private static readonly Lazy<string?> Python =
        new(() => Array.Find(["/usr/bin/python3", "python3"], name => TryRun(name, ["-c", "import mutagen"]) is not null));

    /// <summary>Whether there is a Python with mutagen.</summary>
    public static bool IsInstalled => Python.Value is not null;

    /// <summary>All tags of files but the genre, and all genres.</summary>
    public static Dictionary<string, Reading> Read(IEnumerable<string> paths) =>
        JsonSerializer.Deserialize<Dictionary<string, Reading>>(
            TryRun(Python.Value!, [Path.Combine(AppContext.BaseDirectory, "read_tags.py"), .. paths])
            ?? throw new InvalidOperationException("mutagen could not read a file"))!;

    private static string? TryRun(string program, IEnumerable<string> arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.Result);
        }
        catch (Exception exception) when (exception is Win32Exception || arguments.First() == "-c")
        {
            return null;
        }
    }

    /// <summary>What is read of one file.</summary>
    public sealed record Reading(
        [property: JsonPropertyName("tags")] Dictionary<string, JsonElement> Tags, [property: JsonPropertyName("genres")] string[] Genres);
}

/// <summary>A test that needs a Python with mutagen.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MutagenFactAttribute : FactAttribute
{
    public MutagenFactAttribute() => Skip = Mutagen.IsInstalled ? null : "needs Python with mutagen (Debian: python3-mutagen)";
}
