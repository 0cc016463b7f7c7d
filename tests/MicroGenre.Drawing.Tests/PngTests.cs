using System.Buffers.Binary;
using System.IO.Compression;

namespace MicroGenre.Drawing.Tests;

public class PngTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    public void The_header_and_the_pixels_come_back(int channels, int colourType)
    {
        var pixels = new byte[5 * 3 * channels];
        new Random(1).NextBytes(pixels);

        var chunks = Chunks(Png.Encode(5, 3, channels, pixels)).ToArray();

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 5, 0, 0, 0, 3, 8, (byte)colourType, 0, 0, 0], chunks[0].Data);
        using var rows = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        rows.CopyTo(raw);
        Assert.Equal(pixels.Chunk(5 * channels).SelectMany(row => row.Prepend((byte)0)), raw.ToArray());
    }

    [Fact]
    public void The_checksum_of_the_last_chunk_is_the_one_that_every_png_ends_with() =>
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], Png.Encode(1, 1, 1, [0])[^4..]);

    [Fact]
    public void Pixels_that_do_not_fill_the_picture_are_refused() =>
        Assert.Contains("12 bytes, not 11", Assert.Throws<ArgumentException>(() => Png.Encode(2, 2, 3, new byte[11])).Message,
            StringComparison.Ordinal);

    private static IEnumerable<(string Type, byte[] Data)> Chunks(byte[] png)
    {
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            yield return (System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]);
            at += 12 + length;
        }
    }
}
