using System.Diagnostics;
using System.Runtime.Versioning;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>
/// The folder in which a reader of the docs would run its commands. It is their home folder, too, and holds everything that pages name:
/// tracks, collections called <c>FOLDER</c> or <c>music</c>, spectrograms, and models.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class DocumentedFolder : IDisposable
{
    private const int TracksOfAGenre = 8;

    // Genres of the shipped model, so that its artists' table and its labels fit.
    private static readonly string[] Genres = ["classical", "rock"];

    private static readonly string[] Tracks =
    [
        "song.wav", "song.mp3", "a.mp3", "b.mp3", "c.mp3", "mix.flac", "album/1.wav", "Music/song.mp3", "Music/Old/song.wav",
        "Music/Synthwave/1.mp3", "Music/Synthwave/2.mp3", "Music/Synthwave/3.mp3",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly ResidentProgram? _program;

    /// <summary>A folder with the shipped models.</summary>
    /// <param name="program">Runs the commands; unless told, each is a process of its own.</param>
    public DocumentedFolder(ResidentProgram? program = null)
    {
        _program = program;
        _folder.CopyFrom(Repository.PathOf("models"), "models");
        _folder.CopyFrom(Repository.PathOf("docs", "tutorial"), "docs/tutorial");
        foreach (var collection in (string[])["FOLDER", "DIR", "OTHER", "music", "music-test", "gtzan"])
        {
            WriteCollection(_folder[collection]);
        }

        foreach (var (number, track) in Tracks.Index())
        {
            // The format is detected from the content, so the name may say what it likes.
            WriteTrack(_folder[track], genre: number % Genres.Length, number);
        }

        WriteSpectrograms("train", tracks: 24);
        WriteSpectrograms("valid", tracks: 12);
        WriteSpectrograms("test", tracks: 12);
        File.WriteAllLines(_folder["artists.csv"], ["track,artist_group", .. NamesOf("train", 24).Concat(NamesOf("valid", 12))
            .Select((name, i) => $"{name},{i}")]);
        File.WriteAllText(_folder["genres.yaml"], "whitelist: [rock, classical]\n");
        WriteLists();
        WriteProgram();
    }

    private DocumentedFolder(DocumentedFolder other)
    {
        _program = other._program;
        _folder.CopyFrom(other._folder.Path);
        WriteProgram();
    }

    /// <summary>The full path of a file in the folder.</summary>
    public string this[string name] => _folder[name];

    /// <summary>Runs lines of a shell as they are printed, and stops at the first that fails.</summary>
    public Task<CliResult> RunAsync(IEnumerable<string> lines) => Cli.RunAsync(Start(lines), null);

    /// <summary>How to start a shell that runs lines.</summary>
    public ProcessStartInfo Start(IEnumerable<string> lines)
    {
        var script = string.Join('\n', lines.Prepend(_program?.Shell(_folder["models"]) ?? ""));
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script]) { WorkingDirectory = _folder.Path };
        start.Environment["HOME"] = _folder.Path;
        start.Environment["PATH"] = $"{_folder.Path}:{start.Environment["PATH"]}";
        return start;
    }

    /// <summary>Another folder with the same files.</summary>
    public DocumentedFolder Copy() => new(this);

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> NamesOf(string name, int tracks) => Enumerable.Range(0, tracks).Select(i => $"{name}.{i}");

    private static void WriteCollection(string folder)
    {
        for (var genre = 0; genre < Genres.Length; genre++)
        {
            for (var number = 0; number < TracksOfAGenre; number++)
            {
                WriteTrack(Path.Combine(folder, Genres[genre], $"{Genres[genre]}.{number}.wav"), genre, number);
            }
        }
    }

    // Chords with an organ's steady level, or drums: any learner tells them apart.
    private static void WriteTrack(string path, int genre, int number)
    {
        const int rate = 22050;
        const int seconds = 6;
        var random = new Random((genre * 1000) + number);
        var pitch = 220 * Math.Pow(2, random.NextDouble());
        var beat = rate / (2 + random.Next(3));
        var samples = Enumerable.Range(0, seconds * rate).Select(i => (short)(8000 * (genre == 0
            ? Math.Sin(2 * Math.PI * pitch * i / rate) + Math.Sin(3 * Math.PI * pitch * i / rate)
            : 3 * (random.NextDouble() - 0.5) * Math.Exp(-8.0 * (i % beat) / beat))));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, WavFile.Bytes([.. samples], rate));
    }

    // As long as the shipped recipes want them: 128 bands, 30 s.
    private void WriteSpectrograms(string name, int tracks)
    {
        const int bands = 128;
        const int frames = 640;
        var random = new Random(tracks);
        var values = new byte[tracks * bands * frames];
        for (var i = 0; i < values.Length; i++)
        {
            var isBright = (i / frames % bands < bands / 2) == (i / (bands * frames) % 2 == 0);
            values[i] = (byte)(random.Next(60) + (isBright ? 190 : 0));
        }

        Npy.Write<byte>(_folder[$"{name}.npy"], values, tracks, bands, frames);
        File.WriteAllLines(
            _folder[$"{name}.csv"], ["index,track,genre", .. NamesOf(name, tracks).Select((track, i) => $"{i},{track},{Genres[i % 2]}")]);
    }

    // Such as the lists of a fault-filtered collection: five tracks to learn from, two to choose by, one to measure on.
    private void WriteLists()
    {
        foreach (var (name, from, to) in (ReadOnlySpan<(string, int, int)>)[("train", 0, 5), ("valid", 5, 7), ("test", 7, 8)])
        {
            File.WriteAllLines(_folder[$"{name}.txt"], Genres.SelectMany(genre =>
                Enumerable.Range(from, to - from).Select(number => $"{genre}/{genre}.{number}.wav")));
        }
    }

    private void WriteProgram()
    {
        var path = _folder["microgenre"];
        File.WriteAllText(path, $"#!/bin/sh\nMICROGENRE_MODELS={_folder["models"]} exec '{BuiltProgram.CommandLine}' \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
