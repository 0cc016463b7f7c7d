using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.DataSets.Tests;

public sealed class DataSetKindsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("genres/{0}/{0}.0000{1}.wav")]
    [InlineData("Data/genres_original/{0}/{0}.0000{1}.wav")]
    [InlineData("{0}/{0}.0000{1}.wav")]
    public void GTZAN_is_told_by_its_names_in_every_layout(string layout)
    {
        Tone(string.Format(layout, "blues", 0));
        Tone(string.Format(layout, "jazz", 1));
        var dataSet = DataSetKinds.Open(_folder.Path);

        Assert.Equal("gtzan", dataSet.Name);
        Assert.Equal(["blues/blues.00000.wav", "jazz/jazz.00001.wav"], dataSet.Tracks.Select(track => track.Name));
        Assert.Equal(["blues", "jazz"], dataSet.Genres);
    }

    [Fact]
    public void Extended_Ballroom_has_its_dances_and_the_artists_of_its_index()
    {
        Tone("Chacha/100701.wav");
        Tone("Waltz/200.wav");
        File.WriteAllText(_folder["extendedballroom_v1.1.xml"], """
            <ballroom>
              <Chacha><song id="100701" title="Somewhere" artist="Somebody" bpm="124" hash="00"/></Chacha>
              <Waltz><song id="200" title="Elsewhere" artist=" "/></Waltz>
            </ballroom>
            """);
        var dataSet = DataSetKinds.Open(_folder.Path);

        Assert.Equal("extended-ballroom", dataSet.Name);
        Assert.Equal(
            [("Chacha/100701.wav", "Chacha", "Somebody"), ("Waltz/200.wav", "Waltz", null)],
            dataSet.Tracks.Select(track => (track.Name, track.Genre, track.Group)));

        File.WriteAllText(_folder["extendedballroom_v1.1.xml"], "<ballroom>");
        Assert.Contains("cannot be parsed", Assert.Throws<DataSetException>(() => DataSetKinds.Open(_folder.Path)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("extendedballroom")]
    [InlineData("extendedballroom/audio")]
    public void Extended_Ballroom_is_recognised_from_the_folder_above_the_index_to_the_one_below_it(string looked)
    {
        Tone("extendedballroom/audio/Chacha/100701.wav");
        Tone("extendedballroom/audio/Waltz/200.wav");
        File.WriteAllText(_folder["extendedballroom/extendedballroom_v1.1.xml"], """
            <ballroom><Chacha><song id="100701" artist="Somebody"/></Chacha><Waltz><song id="200" artist="Another"/></Waltz></ballroom>
            """);
        var dataSet = DataSetKinds.Open(_folder[looked]);

        Assert.Equal("extended-ballroom", dataSet.Name);
        Assert.Equal([("Chacha/100701.wav", "Somebody"), ("Waltz/200.wav", "Another")],
            dataSet.Tracks.Select(track => (track.Name, track.Group)));
    }

    [Fact]
    public void Copies_in_Extended_Ballroom_are_one_group_with_the_tracks_of_all_their_artists()
    {
        foreach (var number in Enumerable.Range(1, 6))
        {
            Tone($"Waltz/{number}.wav");
        }

        File.WriteAllText(_folder["extendedballroom_v1.1.xml"], """
            <ballroom>
              <Waltz>
                <song id="1" artist="A" hash="aa"/>
                <song id="2" artist="B" hash="bb"/>
                <song id="3" artist="C" hash="aa"/>
                <song id="4" artist="C" hash="cc"/>
                <song id="5" hash="bb"/>
                <song id="6" hash=""/>
              </Waltz>
            </ballroom>
            """);
        var groups = DataSetKinds.Open(_folder.Path).Tracks.Select(track => track.Group).ToList();

        Assert.Equal((groups[0], groups[0]), (groups[2], groups[3]));
        Assert.Equal(groups[1], groups[4]);
        Assert.NotEqual(groups[0], groups[1]);
        Assert.Null(groups[5]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unpacked")]
    [InlineData("unpacked/1517-Artists")]
    public void Artists_1517_is_cut_into_pieces_of_30_seconds_and_knows_artists_by_file_names(string looked)
    {
        foreach (var genre in new[] { "Alternative & Punk", "Blues", "Childrens", "Classical", "Country", "Folk", "Hip-Hop", "Jazz",
            "Latin", "New Age" })
        {
            Directory.CreateDirectory(_folder[$"unpacked/1517-Artists/{genre}"]);
        }

        WavFile.WriteTone(_folder["unpacked/1517-Artists/Blues/Some One - A Song.wav"], seconds: 70, sampleRate: 8000);
        WavFile.WriteTone(_folder["unpacked/1517-Artists/Jazz/untitled.wav"], seconds: 20, sampleRate: 8000);
        var dataSet = DataSetKinds.Open(_folder[looked]);
        var settings = new RmsSettings { SampleRate = 8000 };
        var loaded = AudioLoader.Load(dataSet, settings);

        Assert.Equal("1517-artists", dataSet.Name);
        Assert.Equal(["Some One", null], dataSet.Tracks.Select(track => track.Group));
        Assert.Equal([settings.FrameCount(30 * 8000), settings.FrameCount(30 * 8000), settings.FrameCount(20 * 8000)],
            loaded.Tracks.Tracks.Select(track => track.Features.Frames));
        Assert.Equal([0, 0, 1], loaded.Origins);
    }

    [Theory]
    [InlineData("", "genres")]
    [InlineData("downloads", "genres")]
    [InlineData("downloads/genres", "genres")]
    [InlineData("", "Data/genres_original")]
    [InlineData("downloads/Data", "Data/genres_original")]
    public void GTZAN_is_recognised_one_folder_up_and_down(string looked, string layout)
    {
        Tone($"downloads/{layout}/blues/blues.00000.wav");
        Tone($"downloads/{layout}/jazz/jazz.00001.wav");
        var dataSet = DataSetKinds.Open(_folder[looked]);

        Assert.Equal("gtzan", dataSet.Name);
        Assert.Equal(["blues/blues.00000.wav", "jazz/jazz.00001.wav"], dataSet.Tracks.Select(track => track.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fma")]
    [InlineData("fma/fma_small")]
    public void The_Free_Music_Archive_is_recognised_one_folder_up_and_down_with_its_own_split(string looked)
    {
        Tone("fma/fma_small/000/000002.wav");
        Directory.CreateDirectory(_folder["fma/fma_metadata"]);
        File.WriteAllText(_folder["fma/fma_metadata/tracks.csv"], """
            ,artist,set,set,track
            ,id,split,subset,genre_top
            track_id,,,,
            2,1,training,small,Hip-Hop
            5,2,validation,small,Hip-Hop
            10,3,test,small,Rock
            20,4,training,small,Rock
            """);
        var dataSet = DataSetKinds.Open(_folder[looked]);

        Assert.Equal("fma-small", dataSet.Name);
        Assert.Equal(["Hip-Hop", "Rock"], dataSet.Genres);
        Assert.Equal(["000/000002.mp3", "000/000020.mp3"], dataSet.PublishedSplit!["train"]);
        Assert.Equal(["000/000005.mp3"], dataSet.PublishedSplit["valid"]);
        Assert.Equal(["000/000010.mp3"], dataSet.PublishedSplit["test"]);
    }

    [Fact]
    public void The_audio_of_the_Free_Music_Archive_without_its_table_is_refused_with_what_is_missing()
    {
        Tone("fma_small/000/000002.wav");
        Tone("fma_small/001/001002.wav");

        Assert.Contains("Unpack fma_metadata.zip beside 'fma_small'",
            Assert.Throws<DataSetException>(() => DataSetKinds.Open(_folder["fma_small"])).Message);
    }

    [Fact]
    public void The_Free_Music_Archive_is_read_by_its_table_of_three_header_lines()
    {
        Directory.CreateDirectory(_folder["fma_metadata"]);
        File.WriteAllText(_folder["fma_metadata/tracks.csv"], """
            ,album,artist,artist,set,set,track,track
            ,comments,id,name,split,subset,genre_top,title
            track_id,,,,,,,
            2,0,1,"A, B",training,small,Hip-Hop,Food
            135,0,58,C,test,medium,Rock,"Two
            lines"
            140,0,58,C,test,large,,Untold
            141,0,59,D,test,large,Rock,Late
            """);
        Tone("fma_small/000/000002.wav");
        Directory.CreateDirectory(_folder["fma_medium"]);

        Assert.Equal([("000/000002.mp3", "Hip-Hop", "1")],
            DataSetKinds.Open(_folder.Path).Tracks.Select(track => (track.Name, track.Genre, track.Group)));
        Assert.Equal(["000/000002.mp3", "000/000135.mp3"],
            DataSetKinds.Open(_folder.Path, "fma-medium").Tracks.Select(track => track.Name));
        Assert.Contains("no folder 'fma_large'",
            Assert.Throws<DataSetException>(() => DataSetKinds.Open(_folder.Path, "fma-large")).Message);
    }

    [Fact]
    public void Any_other_folder_has_folders_of_genres_and_names_may_be_given()
    {
        Tone("rock/a.wav");
        Assert.Equal(["rock"], DataSetKinds.Open(_folder.Path).Genres);
        Assert.Equal(["rock"], DataSetKinds.Open(_folder.Path, DataSetKinds.Folders).Genres);
        Assert.Contains("no tracks with GTZAN's names",
            Assert.Throws<DataSetException>(() => DataSetKinds.Open(_folder.Path, "gtzan")).Message);
        Assert.Contains("known are: gtzan, ", Assert.Throws<DataSetException>(() => DataSetKinds.Open(_folder.Path, "nonesuch")).Message);
        Assert.Contains(
            "There is no folder", Assert.Throws<DataSetException>(() => DataSetKinds.Open(_folder["missing"], "gtzan")).Message);
    }

    [Fact]
    public void Everything_a_person_needs_to_know_is_said_of_every_data_set() => Assert.All(DataSetKinds.All, facts =>
        Assert.All([facts.Name, facts.Title, facts.Source, facts.Licence, facts.Size, facts.Layout, facts.Reference], Assert.NotEmpty));

    private void Tone(string name)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder[name])!);
        WavFile.WriteTone(_folder[name], seconds: 1);
    }
}
