namespace MicroGenre.Tagging.Tests;

public class TrackTagsTests
{
    public static TheoryData<string> Kinds => [.. Minimal.Kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Title_and_genre_are_read_from_files_of_every_kind(string kind)
    {
        var tags = TrackTags.Read(new MemoryStream(Minimal.Kinds[kind]("Trip-Hop")));

        Assert.Equal((Minimal.Title, "Trip-Hop"), (tags.Title, tags.Genre));
    }

    [Fact]
    public void Old_tags_tell_artist_album_and_year()
    {
        byte[] file = [.. Minimal.MpegFrames, .. TagLayouts.Id3v1("Old title", genre: 8)];

        Assert.Equal(new TrackTags("Old artist", "Old album", "Old title", "Jazz", 1987), TrackTags.Read(new MemoryStream(file)));
    }

    [Fact]
    public void A_file_of_no_known_kind_has_no_tags() => Assert.Equal(TrackTags.None, TrackTags.Read(new MemoryStream("text"u8.ToArray())));
}
