using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Signal.Files;

namespace MicroGenre.Signal.Tests;

public sealed class RawPathTests
{
    [Fact]
    public void Any_bytes_survive_as_text() =>
        Prop.ForAll<byte[]>(name => RawPath.ToBytes(RawPath.FromBytes(name)).SequenceEqual(name.Append((byte)0)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(new byte[] { (byte)'c', 0xE9, (byte)'.' }, "c\\xE9.", true)]
    [InlineData(new byte[] { 0xC3, 0xA9 }, "é", false)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80 }, "😀", false)]
    [InlineData(new byte[] { 0xED, 0xB3, 0xA9 }, "\\xED\\xB3\\xA9", true)]
    public void Bytes_that_are_not_utf8_are_shown_as_numbers(byte[] name, string shown, bool isRaw)
    {
        Assert.Equal(shown, RawPath.Display(RawPath.FromBytes(name)));
        Assert.Equal(isRaw, RawPath.IsRaw(RawPath.FromBytes(name)));
    }
}
