using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Onnx.Tests;

/// <summary>ONNX Runtime for JavaScript, installed once beside what is built.</summary>
internal static class NodePackages
{
    private const string Version = "1.30.0";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly Lazy<string?> Problem = new(Install);

    /// <summary>The folder in which programs find the packages.</summary>
    public static string Folder { get; } = Repository.PathOf("artifacts", "onnxruntime-javascript");

    /// <summary>Why there is none; <see langword="null"/> where there is.</summary>
    public static string? Reason => Problem.Value;

    /// <summary>Runs a program.</summary>
    /// <returns>Its exit code, and all that it printed.</returns>
    public static (int Code, string Output) Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                return (-1, $"{program} took longer than {Limit}.");
            }

            return (process.ExitCode, output.Result + errors.Result);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (-1, exception.Message);
        }
    }

    private static string? Install()
    {
        string[] packages = [$"onnxruntime-node@{Version}", $"onnxruntime-web@{Version}"];
        var mark = Path.Combine(Folder, Version);
        if (File.Exists(mark))
        {
            return null;
        }

        Directory.CreateDirectory(Folder);

        // Without scripts: one of them would download what only a GPU needs.
        var (code, output) = Run(Folder, "npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", ".", .. packages]);
        if (code != 0)
        {
            return $"needs Node.js with {string.Join(" and ", packages)}: {output.ReplaceLineEndings(" ").Trim()}";
        }

        File.WriteAllText(mark, "");
        return null;
    }
}

/// <summary>A test that needs Node.js and the packages of ONNX Runtime for it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    /// <summary>A test that is skipped, with the reason, where these are not there.</summary>
    public NodeTheoryAttribute() => Skip = NodePackages.Reason;
}

/// <summary>A test that needs ONNX Runtime for Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    /// <summary>A test that is skipped, with the reason, where it is not there.</summary>
    public PythonFactAttribute() => Skip = NodePackages.Run(Path.GetTempPath(), "python3", "-c", "import numpy, onnxruntime").Code == 0
        ? null : "needs Python with the packages numpy and onnxruntime";
}
