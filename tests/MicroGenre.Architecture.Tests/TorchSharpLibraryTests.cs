using System.Runtime.InteropServices;
using System.Text.Json;
using MicroGenre.Build;
using MicroGenre.Testing;

namespace MicroGenre.Architecture.Tests;

/// <summary>
/// TorchSharp's native library in output folders runs on older C++ runtimes, and its package's own is left alone. No garbage collection
/// runs beside it.
/// </summary>
public class TorchSharpLibraryTests
{
    private const string Tag = "GLIBCXX_3.4.32";
    private const string Library = "libLibTorchSharp.so";

    [LinuxX64Fact]
    public void The_copy_in_output_folders_asks_for_the_newer_runtime_weakly() => Assert.False(NeedsTag(File.ReadAllBytes(Built())));

    [LinuxX64Fact]
    public void The_copy_in_output_folders_loads()
    {
        NativeLibrary.Load(Path.Combine(Path.GetDirectoryName(Built())!, "libtorch_cpu.so"));

        NativeLibrary.Free(NativeLibrary.Load(Built()));
    }

    [LinuxX64Fact]
    public void The_package_s_own_library_still_asks_for_it() => Assert.True(NeedsTag(File.ReadAllBytes(Packaged())));

    [LinuxX64Fact]
    public void A_library_is_copied_and_the_one_that_was_there_before_stays_whole_for_those_who_have_it_open()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["copy.so"], "an older copy");
        using var reader = File.OpenText(folder["copy.so"]);
        var before = File.ReadAllBytes(Packaged());

        var task = Run(Packaged(), folder["copy.so"]);

        Assert.Equal(folder["copy.so"], task.Result);
        Assert.False(NeedsTag(File.ReadAllBytes(task.Result)));
        Assert.Equal(before, File.ReadAllBytes(Packaged()));
        Assert.Equal("an older copy", reader.ReadToEnd());
        Assert.Equal([folder["copy.so"]], Directory.GetFiles(folder.Path));
    }

    [LinuxX64Fact]
    public void Only_the_flag_of_the_one_entry_differs()
    {
        var (before, after) = (File.ReadAllBytes(Packaged()), File.ReadAllBytes(Built()));

        Assert.Equal(before.Length, after.Length);
        Assert.Equal(
            [(0, 2)], before.Zip(after).Where(pair => pair.First != pair.Second).Select(pair => ((int)pair.First, (int)pair.Second)));
    }

    [LinuxX64Fact]
    public void A_library_without_the_entry_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var library = Path.Combine(Path.GetDirectoryName(Built())!, "libc10.so");

        var task = Run(library, folder["copy.so"]);

        Assert.Equal(library, task.Result);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("MicroGenre.Cli", "microgenre")]
    [InlineData("MicroGenre.Inference", "MicroGenre.Inference")]
    [InlineData("MicroGenre.Training", "MicroGenre.Training")]
    public void Programs_with_TorchSharp_collect_garbage_while_they_stand_still(string project, string program)
    {
        var file = BuiltProgram.PathOf(project, $"{program}.runtimeconfig.json");
        using var configuration = JsonDocument.Parse(File.ReadAllText(file));

        var properties = configuration.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.False(properties.GetProperty("System.GC.Concurrent").GetBoolean());
    }

    [Fact]
    public void What_is_no_library_is_left_alone()
    {
        Assert.False(RelaxVersionTag.TryRelax([], Tag));
        Assert.False(RelaxVersionTag.TryRelax([.. Enumerable.Repeat((byte)0x7f, 100)], Tag));
    }

    private static RelaxVersionTag Run(string source, string destination)
    {
        var task = new RelaxVersionTag { Source = source, Destination = destination, Tag = Tag };
        Assert.True(task.Execute());
        return task;
    }

    // A version is needed where an entry names it without the flag "weak" (2): relaxing then changes something.
    private static bool NeedsTag(byte[] library)
    {
        var relaxed = (byte[])library.Clone();
        return RelaxVersionTag.TryRelax(relaxed, Tag) && !relaxed.AsSpan().SequenceEqual(library);
    }

    private static string Built() => BuiltProgram.PathOf("MicroGenre.Cli", $"runtimes/linux-x64/native/{Library}");

    private static string Packaged()
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var version = System.Reflection.AssemblyName.GetAssemblyName(BuiltProgram.PathOf("MicroGenre.Cli", "TorchSharp.dll")).Version!;
        return Path.Combine(packages, "torchsharp", version.ToString(3), "runtimes", "linux-x64", "native", Library);
    }
}

/// <summary>A test of libraries for Linux on x64.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxX64FactAttribute : FactAttribute
{
    public LinuxX64FactAttribute() => Skip = OperatingSystem.IsLinux()
        && RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.X64 ? null : "needs Linux on x64";
}
