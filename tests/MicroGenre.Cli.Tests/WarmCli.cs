using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>
/// Runs the built program by its entry point in the process of the tests, where all that it uses is loaded and compiled once: most commands
/// take less time than a process takes to start.
/// </summary>
internal static class WarmCli
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly AsyncLocal<(TextWriter Output, TextWriter Error)?> Current = new();
    private static readonly MethodInfo EntryPoint = Load();

    /// <summary>Runs a command. Commands that are about a process, or change what all of it computes with, get one of their own.</summary>
    public static async Task<CliResult> RunAsync(params string[] arguments)
    {
        if (arguments is ["train", ..] or ["--version"] || arguments.Contains("--suite", StringComparer.Ordinal))
        {
            return await Cli.RunAsync(arguments);
        }

        return await Task.Run(() => Run(arguments)).WaitAsync(Limit);
    }

    /// <summary>Runs a command in this process, whatever it is.</summary>
    public static CliResult Run(string[] arguments)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        Current.Value = (TextWriter.Synchronized(output), TextWriter.Synchronized(error));
        var code = (int)EntryPoint.Invoke(null, [arguments])!;
        return new CliResult(code, output.ToString(), error.ToString());
    }

    private static MethodInfo Load()
    {
        Environment.SetEnvironmentVariable("MICROGENRE_MODELS", null);
        Console.SetOut(new CurrentWriter(Console.Out, writers => writers.Output));
        Console.SetError(new CurrentWriter(Console.Error, writers => writers.Error));
        var path = Path.ChangeExtension(BuiltProgram.CommandLine, ".dll");
        return new ProgramContext(path).LoadFromAssemblyPath(path).EntryPoint!;
    }

    // The program's own folder, with its native libraries.
    private sealed class ProgramContext(string path) : AssemblyLoadContext("microgenre")
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;
    }

    // Commands run beside one another, and each writes to its own result.
    private sealed class CurrentWriter(
        TextWriter outside, Func<(TextWriter Output, TextWriter Error), TextWriter> choose) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

        public override void WriteLine() => Target.WriteLine();

        public override void WriteLine(string? value) => Target.WriteLine(value);

        public override void Flush() => Target.Flush();

        private TextWriter Target => Current.Value is { } writers ? choose(writers) : outside;
    }
}
