using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Tagging.Tests;

/// <summary>A run that wrote genres is taken back byte for byte.</summary>
public sealed class UndoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_every_kind_get_their_bytes_and_times_back()
    {
        var files = Music(perContainer: 8);
        var before = files.ConvertAll(State);

        Tag(files);
        Assert.DoesNotContain(files.ConvertAll(State), before.Contains);
        var undone = TagRun.In(_folder["journals"])[0].Undo();

        Assert.Equal(files.AsEnumerable().Reverse(), undone.Select(file => file.Path));
        Assert.All(undone, file => Assert.Equal((UndoOutcome.Restored, null), (file.Outcome, file.Reason)));
        Assert.Equal(before, files.ConvertAll(State));
        Assert.Equal(files.Count, Directory.GetFiles(_folder["music"]).Length);
        Assert.True(TagRun.In(_folder["journals"])[0].IsUndone);
    }

    [Fact]
    public void A_journal_is_much_smaller_than_the_files()
    {
        Directory.CreateDirectory(_folder["music"]);
        WavFile.WriteTone(_folder["music/long.wav"], seconds: 30);

        Tag([_folder["music/long.wav"]]);

        Assert.InRange(new FileInfo(Directory.GetFiles(_folder["journals"])[0]).Length, 1, 2000);
    }

    [Fact]
    public void Runs_are_taken_back_one_after_another_the_newest_first()
    {
        var files = Music(perContainer: 1);
        var before = files.ConvertAll(State);
        Tag(files, "Jazz");
        var between = files.ConvertAll(State);
        Tag(files, "Rock");
        var runs = TagRun.In(_folder["journals"]);

        // Taken out of order, nothing is lost.
        Assert.All(runs[1].Undo(), file => Assert.Equal((UndoOutcome.Left, "it has changed since"), (file.Outcome, file.Reason)));
        Assert.False(TagRun.In(_folder["journals"])[1].IsUndone);

        runs[0].Undo();
        Assert.Equal(between, files.ConvertAll(State));
        runs[1].Undo();
        Assert.Equal(before, files.ConvertAll(State));
    }

    [Fact]
    public void A_file_that_has_changed_since_is_left_and_the_others_are_taken_back()
    {
        var files = Music(perContainer: 1);
        var before = files.ConvertAll(State);
        Tag(files);
        TagFile.Open(files[0])!.Write("Mine");
        File.Delete(files[1]);

        var undone = TagRun.In(_folder["journals"])[0].Undo().ToDictionary(file => file.Path, file => file.Outcome);

        Assert.Equal((UndoOutcome.Left, UndoOutcome.Left), (undone[files[0]], undone[files[1]]));
        Assert.Equal("Mine", TagFile.Open(files[0])!.Genre);
        Assert.Equal(before[2..], files[2..].ConvertAll(State));
    }

    [Fact]
    public void A_run_that_ended_at_any_place_of_its_journal_is_taken_back()
    {
        var files = Music(perContainer: 1);
        var before = files.ConvertAll(State);
        Tag(files);
        var journal = Directory.GetFiles(_folder["journals"])[0];
        var bytes = File.ReadAllBytes(journal);
        var lines = bytes.Index().Where(item => item.Item == '\n').Select(item => item.Index + 1).ToList();

        // The last file was not replaced when the run ended in the middle of its line; its new content lies beside it.
        File.WriteAllBytes(journal, bytes[..(lines[^2] + 20)]);
        var last = files[^1];
        var temporary = JsonDocument.Parse(bytes.AsMemory(lines[^3], lines[^2] - lines[^3])).RootElement
            .GetProperty("temporary").GetString()!;
        File.WriteAllText(Path.Combine(_folder["music"], temporary), "half a file");
        File.WriteAllBytes(last, before[^1].Bytes);
        File.SetLastWriteTimeUtc(last, before[^1].Changed);

        var undone = TagRun.In(_folder["journals"])[0].Undo();

        Assert.Equal(files.Count - 1, undone.Count);
        Assert.Equal(before, files.ConvertAll(State));
        Assert.Equal(files.Count, Directory.GetFiles(_folder["music"]).Length);
    }

    [Fact]
    public void A_journal_that_is_damaged_is_told_of_and_files_stay()
    {
        var files = Music(perContainer: 1);
        Tag(files);
        var tagged = files.ConvertAll(State);
        File.WriteAllText(Directory.GetFiles(_folder["journals"])[0], "no journal\n");

        Assert.Contains("is damaged", Assert.Throws<InvalidDataException>(() => TagRun.In(_folder["journals"])[0].Undo()).Message,
            StringComparison.Ordinal);

        Assert.Equal(tagged, files.ConvertAll(State));
    }

    [Fact]
    public void A_run_that_changed_nothing_leaves_no_journal()
    {
        TagJournal.Create(_folder["journals"]).Dispose();

        Assert.Empty(TagRun.In(_folder["journals"]));
    }

    [LinuxFact]
    public void A_file_in_a_folder_whose_name_is_not_UTF8_is_taken_back()
    {
        Assert.Equal(0, Shell($"mkdir {_folder.Path}/caf$(printf '\\351') && mkdir {_folder["music"]}"));
        WavFile.WriteTone(_folder["music/tone.wav"]);
        Assert.Equal(0, Shell($"cp {_folder["music"]}/tone.wav {_folder.Path}/caf*/"));
        var path = $"{_folder.Path}/caf\uDCE9/tone.wav";

        Tag([path]);
        Assert.Equal("Jazz; Soul", TagFile.Open(path)!.Genre);
        Assert.Equal(UndoOutcome.Restored, Assert.Single(TagRun.In(_folder["journals"])[0].Undo()).Outcome);

        Assert.Equal(0, Shell($"cmp {_folder["music"]}/tone.wav {_folder.Path}/caf*/tone.wav"));

        // The runtime cannot remove such a folder.
        Assert.Equal(0, Shell($"rm -r {_folder.Path}/caf*"));
    }

    private static int Shell(string script)
    {
        using var process = System.Diagnostics.Process.Start("sh", ["-c", script]);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static FileState State(string path) => new(File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path));

    private List<string> Music(int perContainer)
    {
        Directory.CreateDirectory(_folder["music"]);
        var files = new List<string>();
        foreach (var container in TagLayouts.Containers)
        {
            for (var seed = 0; seed < perContainer; seed++)
            {
                var path = _folder[$"music/{seed}.{container}"];
                File.WriteAllBytes(path, TagLayouts.Create(container, new Random(seed), withGenre: seed % 2 == 0));
                File.SetLastWriteTimeUtc(path, new DateTime(2001, 2, 3, 4, 5, seed, DateTimeKind.Utc));
                files.Add(path);
            }
        }

        return files;
    }

    private void Tag(List<string> files, string genre = "Jazz")
    {
        using var journal = TagJournal.Create(_folder["journals"]);
        files.ForEach(file => TagFile.Open(file)!.Write([genre, "Soul"], journal: journal));
    }

    private sealed record FileState(byte[] Bytes, DateTime Changed)
    {
        public bool Equals(FileState? other) => other is not null && Bytes.AsSpan().SequenceEqual(other.Bytes) && Changed == other.Changed;

        public override int GetHashCode() => HashCode.Combine(Bytes.Length, Changed);
    }
}
