using MicroGenre.Drawing;
using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.DataSets.Tests;

public sealed class DataSetTests : IDisposable
{
    private static readonly LogMelSettings Settings = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Genre_folders_give_their_names_as_genres_and_names_without_the_machines_paths()
    {
        Tone("rock/b.wav");
        Tone("blues/a.wav");
        File.WriteAllText(Path("rock/cover.jpg"), "not audio");
        var dataSet = GenreFolders.Open(_folder.Path);

        Assert.Equal(["blues", "rock"], dataSet.Genres);
        Assert.Equal(["blues/a.wav", "rock/b.wav"], dataSet.Tracks.Select(track => track.Name));
    }

    [Fact]
    public void GTZANs_other_layout_lies_two_folders_deeper()
    {
        Tone("Data/genres_original/jazz/jazz.00000.wav");
        Tone("Data/genres_original/pop/pop.00000.wav");

        Assert.Equal(["jazz", "pop"], GenreFolders.Open(_folder.Path).Genres);
    }

    [Fact]
    public void Folders_of_at_least_two_genres_are_found_up_to_two_levels_below_with_their_numbers_of_tracks()
    {
        Tone("gtzan/genres/jazz/a.wav");
        Tone("gtzan/genres/jazz/b.wav");
        Tone("gtzan/genres/pop/a.wav");
        Tone("mine/rock/a.wav");
        Tone("mine/blues/a.wav");
        Tone("one/genre/a.wav");
        Tone("far/too/deep/rock/a.wav");
        Tone("far/too/deep/pop/a.wav");

        var found = GenreFolders.Below(_folder.Path, most: 10);

        Assert.Equal(["gtzan/genres", "mine"], found.Select(folder => folder.Folder));
        Assert.Equal(["jazz: 2", "pop: 1"], found[0].Tracks.Select(genre => $"{genre.Key}: {genre.Value}"));
        Assert.Equal(["gtzan/genres"], GenreFolders.Below(_folder.Path, most: 1).Select(folder => folder.Folder));
    }

    [Fact]
    public void Pictures_in_genre_folders_are_averaged_to_the_size_of_the_recipe()
    {
        Picture("images_original/blues/blues00000.png", 8, 4, i => (byte)i);
        Picture("images_original/rock/rock00000.png", 8, 4, _ => 255);
        Picture("images_original/rock/rock00001.png", 4, 4, _ => 255);
        var settings = new PictureSettings { Height = 2, Width = 4 };
        var pictures = DataSetKinds.Open(Path("images_original"));
        Assert.Equal(["blues/blues00000.png", "rock/rock00000.png", "rock/rock00001.png"], pictures.Tracks.Select(track => track.Name));

        var loaded = AudioLoader.Load(pictures, settings);
        Assert.Equal((6, 4), (loaded.Tracks.Rows, loaded.Tracks.Tracks[0].Features.Frames));
        // Red of the first four pixels of the upper left: 0, 3, 24 and 27 of 255.
        Assert.Equal(13.5 / 255, loaded.Tracks.Tracks[0].Features[0, 0], 1e-6);
        Assert.Equal(14.5 / 255, loaded.Tracks.Tracks[0].Features[2, 0], 1e-6);
        Assert.All(loaded.Tracks.Tracks[1].Features.Values, value => Assert.Equal(1, value));
        Assert.Contains("the recipe needs 2×4 or a multiple", Assert.Single(loaded.Skipped).Reason, StringComparison.Ordinal);

        Assert.Contains("has pictures and no audio", Assert.Throws<DataSetException>(() => AudioLoader.Load(pictures, Settings)).Message);
        Tone("music/rock/a.wav");
        Assert.Contains("has no .png pictures",
            Assert.Throws<DataSetException>(() => AudioLoader.Load(DataSetKinds.Open(Path("music")), settings)).Message);
        Assert.Throws<ArgumentException>(() => Feature.Compute(new float[5000], settings));
    }

    [Fact]
    public void Copies_of_the_audio_come_with_their_track_and_not_as_tracks()
    {
        Tone("music/rock/a.wav");
        var copies = new[] { Settings with { Preprocess = new PreprocessSettings { NoiseDecibels = 20 } } };
        var track = Assert.Single(AudioLoader.Load(DataSetKinds.Open(Path("music")), Settings, copies: copies).Tracks.Tracks);

        Assert.NotEqual(track.Features.Values, Assert.Single(track.Copies).Values);
        Assert.Equal(AudioLoader.Compute(DataSetKinds.Open(Path("music")).Tracks[0], copies[0]).Values, track.Copies[0].Values);
    }

    [Fact]
    public void A_folder_without_audio_without_genres_or_that_is_not_there_is_refused_in_words()
    {
        Assert.Contains("There is no audio in", Assert.Throws<DataSetException>(() => GenreFolders.Open(_folder.Path)).Message);
        Tone("a.wav");
        Assert.Contains("not in folders named after genres",
            Assert.Throws<DataSetException>(() => GenreFolders.Open(_folder.Path)).Message);
        Assert.Contains("There is no folder", Assert.Throws<DataSetException>(() => GenreFolders.Open(Path("missing"))).Message);
    }

    [Fact]
    public void A_broken_track_is_reported_and_the_others_are_read()
    {
        Tone("blues/good.wav");
        Tone("rock/good.wav");
        File.WriteAllText(Path("rock/broken.wav"), "this is text");
        File.WriteAllBytes(Path("rock/empty.wav"), []);
        var told = new Progress();
        var loaded = AudioLoader.Load(GenreFolders.Open(_folder.Path), Settings, progress: told);

        Assert.Equal(["blues/good.wav", "rock/good.wav"], loaded.Tracks.Tracks.Select(track => track.Name));
        Assert.Equal([0, 1], loaded.Tracks.Tracks.Select(track => track.Genre));
        Assert.Equal(["rock/broken.wav", "rock/empty.wav"], loaded.Skipped.Select(track => track.Track));
        Assert.All(loaded.Skipped, track => Assert.DoesNotContain('\n', track.Reason));
        Assert.Equal(4, told.Last!.Total);
        Assert.Equal(Settings.FrameCount(3 * 22050), loaded.Tracks.Tracks[0].Features.Frames);
    }

    [Fact]
    public void A_data_set_of_which_no_track_can_be_read_is_refused_with_the_first_reason()
    {
        Directory.CreateDirectory(Path("blues"));
        File.WriteAllText(Path("blues/text.wav"), "text");

        Assert.Contains(
            "blues/text.wav:", Assert.Throws<DataSetException>(() => AudioLoader.Load(GenreFolders.Open(_folder.Path), Settings)).Message);
    }

    [Fact]
    public void A_genre_that_the_model_does_not_know_is_refused()
    {
        Tone("polka/a.wav");

        Assert.Contains(
            "'polka' is not one of the genres blues, rock",
            Assert.Throws<DataSetException>(() => AudioLoader.Load(GenreFolders.Open(_folder.Path), Settings, ["blues", "rock"])).Message);
    }

    [Fact]
    public void A_manifest_lists_tracks_relative_to_itself_with_their_groups()
    {
        Tone("audio/one.wav");
        Tone("audio/two.wav");
        File.WriteAllText(Path("list.csv"), "path,genre,group,year\naudio/two.wav,rock,\"Band, The\",1999\naudio/one.wav,blues,,2000\n");
        var dataSet = CsvManifest.Open(Path("list.csv"));

        Assert.Equal(
            [new AudioTrack("audio/one.wav", "blues", Path("audio/one.wav")),
                new AudioTrack("audio/two.wav", "rock", Path("audio/two.wav"), "Band, The")],
            dataSet.Tracks);
        Assert.Empty(AudioLoader.Load(dataSet, Settings).Skipped);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("path,artist\na.wav,x\n", "has no column 'genre'; its columns are: path, artist")]
    [InlineData("path,genre\na.wav,\n", "line 2 has no genre")]
    [InlineData("path,genre\na.wav,x\na.wav,y\n", "line 3: 'a.wav' is listed twice")]
    [InlineData("path,genre\n", "lists no tracks")]
    public void What_is_wrong_with_a_manifest_is_said_with_its_line(string text, string expected)
    {
        File.WriteAllText(Path("list.csv"), text);

        Assert.Contains(expected, Assert.Throws<DataSetException>(() => CsvManifest.Open(Path("list.csv"))).Message);
    }

    [Fact]
    public void Bytes_are_decibels_below_the_maximum()
    {
        Npy.Write<byte>(Path("x.npy"), [0, 51, 255, 102, 204, 153, 255, 0], 2, 2, 2);
        File.WriteAllText(Path("x.csv"), "index,track,genre\n1,b,rock\n0,a,blues\n");
        var tracks = SpectrogramFiles.Read(Path("x.npy"), Path("x.csv"));

        Assert.Equal(["blues", "rock"], tracks.Genres);
        Assert.Equal(["b", "a"], tracks.Tracks.Select(track => track.Name));
        float[] expected = [-80, -64, 0, -48];
        Assert.All(expected.Zip(tracks.Tracks[1].Features.Values), pair => Assert.Equal(pair.First, pair.Second, 4));
    }

    [Fact]
    public void Floating_point_arrays_hold_the_decibels_themselves()
    {
        Npy.Write<float>(Path("x.npy"), [-1.5f, -80, 0, -20], 1, 2, 2);
        Npy.Write<double>(Path("y.npy"), [-1.5, -80, 0, -20], 1, 2, 2);
        File.WriteAllText(Path("x.csv"), "index,track,genre\n0,a,blues\n");

        Assert.Equal([-1.5f, -80, 0, -20], SpectrogramFiles.Read(Path("x.npy"), Path("x.csv")).Tracks[0].Features.Values);
        Assert.Equal([-1.5f, -80, 0, -20], SpectrogramFiles.Read(Path("y.npy"), Path("x.csv")).Tracks[0].Features.Values);
    }

    [Theory]
    [InlineData("2,a,blues", "index 2 is not one of 0 to 1")]
    [InlineData("-1,a,blues", "index -1 is not one of 0 to 1")]
    [InlineData("0,a,blues\n0,b,rock", "line 3: index 0 is listed twice")]
    [InlineData("0,a,polka", "'polka' is not one of the genres blues, rock")]
    public void What_is_wrong_with_labels_is_said_with_its_line(string rows, string expected)
    {
        Npy.Write<byte>(Path("x.npy"), new byte[8], 2, 2, 2);
        File.WriteAllText(Path("x.csv"), $"index,track,genre\n{rows}\n");

        Assert.Contains(expected,
            Assert.Throws<DataSetException>(() => SpectrogramFiles.Read(Path("x.npy"), Path("x.csv"), ["blues", "rock"])).Message);
    }

    [Fact]
    public void Arrays_of_another_shape_and_files_that_are_none_are_refused()
    {
        File.WriteAllText(Path("x.csv"), "index,track,genre\n0,a,blues\n");
        Npy.Write<byte>(Path("flat.npy"), new byte[8], 2, 4);
        File.WriteAllText(Path("text.npy"), "text");

        Assert.Contains("has the shape (2, 4), not [track, band, frame]",
            Assert.Throws<DataSetException>(() => SpectrogramFiles.Read(Path("flat.npy"), Path("x.csv"))).Message);
        Assert.Contains(
            "is not a .npy file", Assert.Throws<DataSetException>(() => SpectrogramFiles.Read(Path("text.npy"), Path("x.csv"))).Message);
        Assert.Contains(
            "There is no file", Assert.Throws<DataSetException>(() => SpectrogramFiles.Read(Path("none.npy"), Path("x.csv"))).Message);
    }

    [SharedDataFact]
    public void The_shared_spectrograms_are_read_as_their_description_says()
    {
        var tracks = SpectrogramFiles.Read(
            SharedData.PathOf("data", "gtzan-mel", "valid.npy"), SharedData.PathOf("data", "gtzan-mel", "valid.csv"));

        Assert.Equal(197, tracks.Tracks.Count);
        Assert.Equal(10, tracks.Genres.Count);
        Assert.Equal(128, tracks.Rows);
        Assert.All(tracks.Tracks, track => Assert.Equal(387, track.Features.Frames));
        Assert.Equal(0, tracks.Tracks.Max(track => track.Features.Values.Max()));
        Assert.Equal(-80, tracks.Tracks.Min(track => track.Features.Values.Min()));
    }

    private string Path(string relative) => System.IO.Path.Combine(_folder.Path, relative);

    private void Tone(string relative)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(relative))!);
        WavFile.WriteTone(Path(relative));
    }

    // System.Progress posts to another thread; what matters here is the last word.
    private sealed class Progress : IProgress<TrackProgress>
    {
        public TrackProgress? Last { get; private set; }

        public void Report(TrackProgress value) => Last = value;
    }

    private void Picture(string name, int width, int height, Func<int, byte> pixel)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(name))!);
        File.WriteAllBytes(Path(name), Png.Encode(width, height, 3, [.. Enumerable.Range(0, width * height * 3).Select(pixel)]));
    }
}
