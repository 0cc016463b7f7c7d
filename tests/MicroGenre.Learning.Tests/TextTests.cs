using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

public sealed class TextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Utf8_is_read_with_and_without_its_mark()
    {
        File.WriteAllText(_folder["a"], "é😀\n", new UTF8Encoding(false));
        File.WriteAllText(_folder["b"], "é😀\n", new UTF8Encoding(true));

        Assert.Equal("é😀\n", Utf8File.ReadText(_folder["a"]));
        Assert.Equal("é😀\n", Utf8File.ReadText(_folder["b"]));
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', (byte)'\n', 0xE9 }, "line 2, byte 3: 0xE9 is not UTF-8")]
    [InlineData(new byte[] { 0xC3, 0xA9, 0xC3 }, "line 1, byte 3: 0xC3 is not UTF-8")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "it is UTF-16")]
    public void What_is_not_utf8_is_refused_with_line_and_byte(byte[] bytes, string reason)
    {
        File.WriteAllBytes(_folder["a"], bytes);

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Utf8File.ReadText(_folder["a"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Json_escapes_only_what_it_must() =>
        Assert.Equal("""{"text":"é😀&<>'+/\u007f \" \\ \n \u0001"}""".Replace("\\u007f", "\u007f", StringComparison.Ordinal),
            JsonText.Of(new { text = "é😀&<>'+/\u007f \" \\ \n \u0001" }));

    [Fact]
    public void Any_text_survives_json() => Prop.ForAll<NonNull<string>>(text =>
    {
        var whole = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
        return JsonSerializer.Deserialize<string>(JsonText.Of(whole)) == whole;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a\uFFFDb", JsonSerializer.Deserialize<string>(JsonText.Of("a\uD800b")));
}
