using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>A power failure while a run is taken back.</summary>
public sealed class KilledUndoTests
{
    private const int Files = 600;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [LinuxFact]
    public async Task An_undo_that_is_killed_is_done_again_and_every_file_is_as_it_was()
    {
        string[] names = [.. Enumerable.Range(0, Files).Select(i => $"{i:D3}.mp3")];
        using var library = await KnownLibrary.CreateAsync(names.Select(name => new KnownTrack(name, Label: "Jazz")));
        var tone = await File.ReadAllBytesAsync(Repository.PathOf("tests", "MicroGenre.Tagging.Tests", "Audio", "tone.mp3"));
        var files = names.Select(name => library[$"music/{name}"]).ToList();
        foreach (var (i, file) in files.Index())
        {
            // No two files are equal.
            await File.WriteAllBytesAsync(file, [.. tone, (byte)i, (byte)(i >> 8)]);
        }

        var before = files.ConvertAll(File.ReadAllBytes);
        (await library.RunAsync("tag", "--write", "--force", "--journals", library["journals"])).Succeeds();
        var tagged = files.ConvertAll(File.ReadAllBytes);
        int Restored() => files.Index().Count(file => File.ReadAllBytes(file.Item).AsSpan().SequenceEqual(before[file.Index]));
        Assert.Equal(0, Restored());

        // The last file is the first to be taken back. The one in the middle is a pipe that nobody writes to.
        var (middle, aside) = (files[Files / 2], library["aside.mp3"]);
        File.Move(middle, aside);
        using (var pipe = Process.Start("mkfifo", [middle]))
        {
            await pipe.WaitForExitAsync();
        }

        using (var undo = Cli.Start(new ProcessStartInfo(BuiltProgram.CommandLine, Undo(library))))
        {
            await Eventually.HoldsAsync(
                () => !File.ReadAllBytes(files[^1]).AsSpan().SequenceEqual(tagged[^1]), Limit, "a file is taken back");
            undo.Kill();
            await undo.WaitForExitAsync();
        }

        File.Delete(middle);
        File.Move(aside, middle);
        Assert.InRange(Restored(), 1, Files - 1);
        (await Cli.RunAsync(Undo(library))).Succeeds();

        Assert.Equal(Files, Restored());
        Assert.Equal(names, Directory.GetFiles(library["music"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        (await Cli.RunAsync(Undo(library))).FailsWith(1, "no run to take back");
    }

    private static string[] Undo(KnownLibrary library) =>
        ["library", "undo", "--journals", library["journals"], "--models", Repository.PathOf("models")];
}
