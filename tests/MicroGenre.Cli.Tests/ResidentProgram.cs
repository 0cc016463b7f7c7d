using System.Diagnostics;
using System.Reflection;
using System.Runtime.Versioning;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>
/// A process that runs one command after the other for a shell, in the shell's folder. The shell's function <c>microgenre</c> hands them
/// over by a pipe. The process is this assembly, started as a program.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ResidentProgram : IDisposable
{
    private const string Models = "MICROGENRE_MODELS";
    private const int Crashed = 134;

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    public ResidentProgram()
    {
        using (var pipes = Process.Start("mkfifo", [RequestOf(_folder.Path), AnswerOf(_folder.Path)]))
        {
            pipes.WaitForExit();
        }

        _process = Process.Start(Environment.ProcessPath!, [typeof(ResidentProgram).Assembly.Location, _folder.Path]);
    }

    /// <summary>What a shell runs first. Commands that read standard input, or are about the program, get a process of their own.</summary>
    /// <param name="models">The folder of models.</param>
    public string Shell(string models) => $$"""
        microgenre() {
          case " $* " in *" - "* | " --"*) command microgenre "$@"; return ;; esac
          printf '%s\0' "$PWD" '{{models}}' "$@" > '{{RequestOf(_folder.Path)}}'
          local code
          read -r code < '{{AnswerOf(_folder.Path)}}'
          cat '{{OutputOf(_folder.Path)}}'
          cat '{{ErrorOf(_folder.Path)}}' >&2
          return "$code"
        }
        ./microgenre() { microgenre "$@"; }
        """;

    /// <summary>Runs commands until the process is ended.</summary>
    /// <param name="folder">Where the pipes are.</param>
    public static void Serve(string folder)
    {
        WarmCli.Run(["--help"]);
        while (true)
        {
            var words = File.ReadAllText(RequestOf(folder)).Split('\0');
            Directory.SetCurrentDirectory(words[0]);
            Environment.SetEnvironmentVariable(Models, words[1]);
            var result = Run(words[2..^1]);
            File.WriteAllText(OutputOf(folder), result.Output);
            File.WriteAllText(ErrorOf(folder), result.Error);
            using var answer = new StreamWriter(
                new FileStream(AnswerOf(folder), FileMode.Open, FileAccess.Write, FileShare.ReadWrite));
            answer.WriteLine(result.ExitCode);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    private static CliResult Run(string[] arguments)
    {
        try
        {
            return WarmCli.Run(arguments);
        }
        catch (TargetInvocationException exception)
        {
            return new CliResult(Crashed, "", exception.ToString());
        }
    }

    private static string RequestOf(string folder) => Path.Combine(folder, "request");

    private static string AnswerOf(string folder) => Path.Combine(folder, "answer");

    private static string OutputOf(string folder) => Path.Combine(folder, "output");

    private static string ErrorOf(string folder) => Path.Combine(folder, "error");
}
