using MicroGenre.Collections.Exchange;
using MicroGenre.Collections.Search;
using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Collections.Tests;

public sealed class ExchangeTests(LibraryFixture shared) : IClassFixture<LibraryFixture>
{
    public static TheoryData<string> Endings => [".parquet", ".csv", ".jsonl"];

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task What_goes_out_comes_in_and_is_not_analysed_again(string ending)
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        WavFile.WriteTone(home["a, \"quoted\" ünd 😀.wav"], seconds: 20);
        File.WriteAllBytes(home["silent.wav"], WavFile.Bytes(new short[22050]));
        await home.ScanAsync();
        var before = await home.RowsAsync();
        var file = home.Beside($"music{ending}");

        Assert.Equal(2, await LibraryExchange.ExportAsync(home.Database, file, new TrackQuery(), default));
        Assert.Equal((0, 2), await LibraryExchange.ImportAsync(home.Database, file, default));

        var after = await home.RowsAsync();
        Assert.Equal(before.Select(Json), after.Select(Json));
        Assert.Equal(0, (await home.ScanAsync()).Changed);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task A_file_of_another_kind_is_refused_and_changes_nothing(string ending)
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        var file = home.Beside($"music{ending}");
        File.WriteAllText(file, "no, tracks\n\"at all");

        await Assert.ThrowsAsync<InvalidDataException>(() => LibraryExchange.ImportAsync(home.Database, file, default));

        Assert.Empty(await home.RowsAsync());
    }

    [Fact]
    public async Task An_ending_that_says_nothing_is_refused()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();

        var refusal = await Assert.ThrowsAsync<LibraryException>(
            () => LibraryExchange.ExportAsync(home.Database, home.Beside("music.xls"), new TrackQuery(), default));

        Assert.Contains(".parquet", refusal.Message, StringComparison.Ordinal);
    }

    private static string Json(Store.LibraryTrack row) => JsonText.Of(ExportedTrack.Of(row));
}
