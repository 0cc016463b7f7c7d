using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Testing;

namespace MicroGenre.Tagging.Tests;

/// <summary>Several genres in one file, and genres that are numbers.</summary>
public sealed class SeveralGenresTests : IDisposable
{
    private static readonly string[][] Lists =
    [
        ["Jazz", "Soul"], ["Rock; Pop", "R&B/Soul", "演歌"], ["(Neo)Folk", "((x", "(17)"], ["Jazz", "演歌", "Ünd"],
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => [.. Minimal.Kinds.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Several_genres_are_read_as_they_were_written_whatever_was_there_before(string kind) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] genres =
            [
                .. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Name(random)).Distinct(StringComparer.Ordinal),
            ];
            var before = Minimal.Kinds[kind](random.Next(2) == 0 ? null : "Trip-Hop");

            var written = InMemory.WithGenres(before, genres);

            Assert.Equal(genres, InMemory.GenresOf(written));
            Assert.Equal(["Jazz"], InMemory.GenresOf(InMemory.WithGenre(written, "Jazz")));
        }).QuickCheckThrowOnFailure();

    [MutagenFact]
    public void Several_genres_are_what_mutagen_reads_and_the_audio_is_the_same()
    {
        var expected = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var container in TagLayouts.Containers)
        {
            for (var seed = 0; seed < 6; seed++)
            {
                var path = _folder[$"{seed}.{container}"];
                File.WriteAllBytes(path, TagLayouts.Create(container, new Random(seed), withGenre: true));

                // A number in parentheses is a name only where a format has a way to say so.
                var list = Lists[seed % Lists.Length].Where(name => name != "(17)" || container is "wav" or "aiff").ToArray();
                TagFile.Open(path)!.Write(list);
                Assert.Equal(list, TagFile.Open(path)!.Genres);
                expected.Add(path, list);
            }
        }

        foreach (var (path, reading) in Mutagen.Read(expected.Keys))
        {
            // Of a file with several tags all are read, and a list of texts has one text for all genres.
            Assert.Subset(
                expected[path].Append(string.Join("; ", expected[path])).ToHashSet(StringComparer.Ordinal),
                reading.Genres.ToHashSet(StringComparer.Ordinal));
            Assert.Superset(expected[path].ToHashSet(StringComparer.Ordinal), reading.Genres.ToHashSet(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("(17)", "Rock")]
    [InlineData("17", "Rock")]
    [InlineData("(51)(39)", "Techno-Industrial; Noise")]
    [InlineData("(4)Eurodisco", "Disco; Eurodisco")]
    [InlineData("(17)Rock", "Rock")]
    [InlineData("(RX)", "Remix")]
    [InlineData("CR", "Cover")]
    [InlineData("((17)", "(17)")]
    [InlineData("(Neo)Folk", "(Neo)Folk")]
    [InlineData("(250)", "(250)")]
    [InlineData("250", "250")]
    [InlineData("1983", "1983")]
    public void Numbers_in_an_ID3_tag_read_as_names(string text, string genres)
    {
        foreach (var version in new[] { 2, 3, 4 })
        {
            Assert.Equal(genres, InMemory.GenreOf([.. Minimal.Id3(version, text), .. Minimal.MpegFrames]));
        }
    }

    [Theory]
    [InlineData("flac", "(17)", "Rock")]
    [InlineData("mp4", "(17)", "Rock")]
    [InlineData("opus", "(8)(17)", "Jazz; Rock")]
    [InlineData("vorbis", "17", "17")]
    public void Numbers_in_parentheses_read_as_names_in_other_tags_too(string kind, string text, string genres) =>
        Assert.Equal(genres, InMemory.GenreOf(Minimal.Kinds[kind](text)));

    [Fact]
    public void An_APE_tag_holds_several_genres_and_ID3v1_the_number_of_the_first()
    {
        byte[] file = [.. TagLayouts.Tone("mp3"), .. TagLayouts.Ape(("Genre", "(17)\0Pop")), .. TagLayouts.Id3v1("x", 255)];
        Assert.Equal(["Rock", "Pop"], InMemory.GenresOf(file));

        var written = InMemory.WithGenres(file, ["Jazz", "Soul"]);

        Assert.Equal(8, written[^1]);
        Assert.Contains("Genre\0Jazz\0Soul", Encoding.Latin1.GetString(written), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_texts_in_a_WAV_file_holds_all_genres_in_one_text()
    {
        Assert.Equal(["Rock", "Pop"], InMemory.GenresOf(TagLayouts.WavOf(TagLayouts.Info(("IGNR", "Rock; Pop")), [])));

        var written = InMemory.WithGenres(TagLayouts.WavOf(TagLayouts.Info(("IGNR", "Rock")), []), ["Jazz", "Soul"]);

        Assert.Contains("Jazz; Soul\0", Encoding.Latin1.GetString(written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("Jazz", " ")]
    [InlineData("Ja\0zz")]
    public void Genres_that_no_tag_can_hold_are_refused_and_the_file_stays(params string[] genres)
    {
        var bytes = TagLayouts.WavOf([], []);
        File.WriteAllBytes(_folder["track.wav"], bytes);

        Assert.Throws<ArgumentException>(() => TagFile.Open(_folder["track.wav"])!.Write(genres));

        Assert.Equal(bytes, File.ReadAllBytes(_folder["track.wav"]));
    }

    // No numbers: in most formats, nothing tells the name '(17)' from the number.
    private static string Name(Random random)
    {
        string[] letters = ["a", "Z", "é", "演", "歌", "&", "/", ";", "-", "(", ")", " ", "'", "\U0001F3B5"];
        var name = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => letters[random.Next(letters.Length)])).Trim();
        return name.Length > 0 ? name : "x";
    }
}
