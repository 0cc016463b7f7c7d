using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Tagging.Tests;

/// <summary>What a file is beside its content stays when it is replaced, and where it cannot stay, the file is left.</summary>
public sealed class TagFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_link_stays_a_link_and_permissions_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Write("track.wav", TagLayouts.WavOf([], []));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_folder["link.wav"], path);

        TagFile.Open(_folder["link.wav"])!.Write("Jazz");

        Assert.NotNull(new FileInfo(_folder["link.wav"]).LinkTarget);
        Assert.Equal("Jazz", TagFile.Open(path)!.Genre);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(path));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [LinuxFact]
    public void Owner_and_group_stay()
    {
        var path = Write("track.wav", TagLayouts.WavOf([], []));
        if (Environment.UserName != "root")
        {
            return;
        }

        Run("chown", "1234:2345", path);

        TagFile.Open(path)!.Write("Jazz");

        Assert.Equal("1234:2345", Run("stat", "-c", "%u:%g", path));
    }

    [LinuxFact]
    public void Attributes_and_access_control_lists_stay_and_those_of_the_folder_do_not_come_along()
    {
        var path = Write("track.wav", TagLayouts.WavOf([], []));
        if (!Has("setfacl") || !Has("setfattr"))
        {
            return;
        }

        Run("setfattr", "-n", "user.mood", "-v", "calm", path);
        Run("setfacl", "-m", "u:1234:r", path);
        Run("setfacl", "-d", "-m", "u:4321:rw", _folder.Path);
        var (attributes, list) = (Run("getfattr", "-d", path), Run("getfacl", "-n", path));

        TagFile.Open(path)!.Write("Jazz");

        Assert.Contains("calm", attributes, StringComparison.Ordinal);
        Assert.Equal(attributes, Run("getfattr", "-d", path));
        Assert.Equal(list, Run("getfacl", "-n", path));
    }

    [Fact]
    public void Times_stay_where_that_is_asked_for()
    {
        var path = Write("track.wav", TagLayouts.WavOf([], []));
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);

        TagFile.Open(path)!.Write("Jazz", preserveTimes: true);
        Assert.Equal(time, File.GetLastWriteTimeUtc(path));

        TagFile.Open(path)!.Write("Rock");
        Assert.True(File.GetLastWriteTimeUtc(path) > time.AddYears(1));
    }

    [Fact]
    public void A_read_only_file_is_left()
    {
        var path = Write("track.wav", TagLayouts.WavOf([], []));
        File.SetAttributes(path, FileAttributes.ReadOnly);

        var file = TagFile.Open(path)!;

        Assert.Equal("it is read-only", file.Obstacle);
        Assert.Throws<NotSupportedException>(() => file.Write("Jazz"));
        Assert.Null(TagFile.Open(path)!.Genre);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [LinuxFact]
    public void A_file_with_several_names_is_left()
    {
        var path = Write("track.wav", TagLayouts.WavOf([], []));
        Run("ln", path, _folder["other.wav"]);

        Assert.StartsWith("it has 2 names (hard links)", TagFile.Open(path)!.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_audio_cannot_be_decoded_is_left_and_the_reason_is_told()
    {
        var bytes = Minimal.Kinds["flac"](null);
        var path = Write("track.flac", bytes);

        var exception = Assert.Throws<TagFormatException>(() => TagFile.Open(path)!.Write("Jazz"));

        Assert.StartsWith("Its audio cannot be decoded", exception.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_cancelled_write_leaves_the_file()
    {
        var bytes = TagLayouts.WavOf([], []);
        var path = Write("track.wav", bytes);

        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => TagFile.Open(path)!.Write("Jazz", cancellation: cancelled));

        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    private static bool Has(string program) => File.Exists($"/usr/bin/{program}");

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }
}
