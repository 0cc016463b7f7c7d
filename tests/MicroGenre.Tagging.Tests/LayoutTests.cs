using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Tagging.Tests;

/// <summary>
/// Whatever tags a file has: the audio is sample for sample the same afterwards, all other tags read the same, and no reader finds another
/// genre.
/// </summary>
public sealed class LayoutTests : IDisposable
{
    private const int FilesOfEachContainer = 6;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Containers => [.. Decodable];

    private static IEnumerable<string> Decodable =>
        TagLayouts.Containers.Where(container => container != "m4a" || File.Exists("/usr/bin/ffmpeg"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Containers))]
    public void The_audio_is_the_same_and_writing_again_changes_nothing(string container)
    {
        foreach (var path in Layouts(container, withGenre: true))
        {
            var audio = AudioDigest.Of(path);

            TagFile.Open(path)!.Write("Jazz");

            Assert.True(audio.Frames > 0);
            Assert.Equal(audio, AudioDigest.Of(path));
            Assert.Equal("Jazz", TagFile.Open(path)!.Genre);
            var once = File.ReadAllBytes(path);
            TagFile.Open(path)!.Write("Jazz");
            Assert.Equal(once, File.ReadAllBytes(path));
        }
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public void A_layout_that_names_no_genre_has_none(string container) =>
        Assert.All(Layouts(container, withGenre: false), path => Assert.Null(TagFile.Open(path)!.Genre));

    [MutagenFact]
    public void Another_reader_finds_all_other_tags_as_they_were_and_no_other_genre()
    {
        var paths = Decodable.SelectMany(container => Layouts(container, withGenre: true)).ToList();
        var before = Mutagen.Read(paths);

        paths.ForEach(path => TagFile.Open(path)!.Write("Ünd Jazz"));

        var after = Mutagen.Read(paths);
        Assert.All(paths, path =>
        {
            Assert.All(before[path].Tags, tag => Assert.Equal(tag.Value.GetRawText(), after[path].Tags[tag.Key].GetRawText()));
            Assert.NotEmpty(after[path].Genres);
            Assert.All(after[path].Genres, genre => Assert.Equal("Ünd Jazz", genre));
        });
    }

    [MutagenFact]
    public void A_file_whose_genre_another_reader_finds_names_one_here()
    {
        var paths = Decodable.SelectMany(container => Layouts(container, withGenre: true)).ToList();

        var named = Mutagen.Read(paths).Where(reading => reading.Value.Genres.Length > 0);
        Assert.All(named, reading => Assert.NotNull(TagFile.Open(reading.Key)!.Genre));
    }

    private List<string> Layouts(string container, bool withGenre)
    {
        var paths = Enumerable.Range(0, FilesOfEachContainer).Select(seed => _folder[$"{seed}.{container}"]).ToList();
        foreach (var (seed, path) in paths.Index())
        {
            File.WriteAllBytes(path, TagLayouts.Create(container, new Random(seed), withGenre));
        }

        return paths;
    }
}
