using System.Diagnostics;
using System.Text.Json;
using MicroGenre.Testing;

namespace MicroGenre.Tagging.Tests;

/// <summary>Files as ffmpeg writes them, and what ffprobe reads of them when they have been tagged.</summary>
public sealed class RealFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegTheory]
    [InlineData("mp3", "-id3v2_version 3")]
    [InlineData("mp3", "-id3v2_version 4")]
    [InlineData("flac", "")]
    [InlineData("ogg", "-c:a libvorbis")]
    [InlineData("opus", "")]
    [InlineData("m4a", "")]
    [InlineData("m4a", "-movflags +faststart")]
    [InlineData("wav", "")]
    [InlineData("aiff", "-write_id3v2 1")]
    public void Samples_and_other_tags_are_the_same_after_a_genre_was_written(string ending, string options)
    {
        var path = _folder[$"track.{ending}"];
        Ffmpeg.Run(
            ["-f", "lavfi", "-i", "aevalsrc=0.3*sin(440*2*PI*t)+0.2*random(0):s=48000:d=3", "-metadata", "title=A title", "-metadata",
                "artist=Someone", "-metadata", "genre=Old", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), path]);
        var (samples, tags) = (Samples(path), Tags(path));

        var file = TagFile.Open(path)!;
        if (ending is not "wav")
        {
            // ffmpeg writes a WAV file's tags in a LIST chunk.
            Assert.Equal("Old", file.Genre);
        }

        file.Write("Drum & Bass");

        Assert.Equal(samples, Samples(path));
        Assert.Equal("Drum & Bass", TagFile.Open(path)!.Genre);
        var after = Tags(path);
        if (ending is not "wav")
        {
            Assert.Equal("Drum & Bass", after["genre"]);
        }

        Assert.All(tags.Where(tag => tag.Key is not "genre"), tag => Assert.Equal(tag.Value, after[tag.Key]));
    }

    [FfmpegTheory]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("m4a")]
    public void A_cover_is_the_same_after_a_genre_was_written(string ending)
    {
        var path = _folder[$"track.{ending}"];
        Ffmpeg.Run("-f", "lavfi", "-i", "sine=d=1", "-f", "lavfi", "-i", "testsrc=s=200x200:d=1:r=1", "-map", "0", "-map", "1", "-c:v",
            "mjpeg", "-frames:v", "1", "-disposition:v", "attached_pic", path);
        var cover = Hash(path, "0:v");

        TagFile.Open(path)!.Write(new string('J', 10_000));

        Assert.Equal(cover, Hash(path, "0:v"));
        Assert.Equal(new string('J', 10_000), Tags(path)["genre"]);
    }

    private static string Samples(string path) => Hash(path, "0:a");

    private static string Hash(string path, string stream) =>
        Run("ffmpeg", "-v", "error", "-i", path, "-map", stream, "-f", "hash", "-hash", "sha256", "-");

    /// <summary>The tags of the file and of its streams, by name in small letters.</summary>
    private static Dictionary<string, string> Tags(string path)
    {
        var json = JsonDocument.Parse(
            Run("ffprobe", "-v", "error", "-show_entries", "format_tags:stream_tags", "-of", "json", path)).RootElement;
        return json.GetProperty("streams").EnumerateArray().Append(json.GetProperty("format"))
            .Where(part => part.TryGetProperty("tags", out _))
            .SelectMany(part => part.GetProperty("tags").EnumerateObject())
            .GroupBy(tag => tag.Name.ToLowerInvariant(), StringComparer.Ordinal)
            .ToDictionary(tags => tags.Key, tags => tags.Last().Value.GetString()!, StringComparer.Ordinal);
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(
                program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && error.Result.Length == 0, error.Result);
        return output;
    }
}
