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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_picture_comes_back_from_its_file(int channels)
    {
        var pixels = new byte[5 * 3 * channels];
        new Random(1).NextBytes(pixels);
        var picture = Png.Decode(Png.Encode(5, 3, channels, pixels));

        Assert.Equal((5, 3), (picture.Width, picture.Height));
        Assert.Equal(channels == 3 ? pixels : pixels.SelectMany(grey => new[] { grey, grey, grey }), picture.Pixels);
    }

    // Colours with transparency, the second row of each picture filtered in another way; the first is predicted from nothing.
    [Theory]
    [InlineData(0, new byte[] { 10, 20, 30, 9, 40, 50, 60, 9 })]
    [InlineData(1, new byte[] { 10, 20, 30, 9, 50, 70, 90, 18 })]
    [InlineData(2, new byte[] { 11, 22, 33, 18, 44, 55, 66, 18 })]
    [InlineData(3, new byte[] { 10, 21, 31, 13, 47, 63, 78, 20 })]
    [InlineData(4, new byte[] { 11, 22, 33, 18, 51, 72, 93, 27 })]
    public void Every_filter_of_rows_is_undone(byte filter, byte[] second)
    {
        byte[] rows = [0, 1, 2, 3, 9, 4, 5, 6, 9, filter, 10, 20, 30, 9, 40, 50, 60, 9];
        var picture = Png.Decode(File([2, 2, 8, 6, 0, 0, 0], rows));

        Assert.Equal([1, 2, 3, 4, 5, 6, .. second[..3], .. second[4..7]], picture.Pixels);
    }

    [Theory]
    [InlineData(new byte[] { 1, 1, 16, 2, 0, 0, 0 }, "8 bits per channel")]
    [InlineData(new byte[] { 1, 1, 8, 2, 0, 0, 1 }, "interlaced")]
    [InlineData(new byte[] { 9, 9, 8, 2, 0, 0, 0 }, "damaged")]
    [InlineData(new byte[] { 0, 1, 8, 2, 0, 0, 0 }, "claims 1×0 pixels")]
    public void A_picture_of_another_form_or_cut_short_is_refused(byte[] header, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => Png.Decode(File(header, [0, 1, 2, 3]))).Message);

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        Assert.Contains("not a PNG", Assert.Throws<InvalidDataException>(() => Png.Decode("text"u8)).Message);
        Assert.Contains(
            "damaged", Assert.Throws<InvalidDataException>(() => Png.Decode(Png.Encode(2, 2, 1, new byte[4]).AsSpan(0, 20))).Message);
    }

    // A file with the short header [width, height, depth, colour type, 0, 0, interlaced] and the rows.
    private static byte[] File(byte[] header, byte[] rows)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(rows);
        }

        return [.. Png.Encode(1, 1, 1, [0])[..8], .. Chunk("IHDR", [0, 0, 0, header[0], 0, 0, 0, header[1], .. header[2..]]),
            .. Chunk("IDAT", compressed.ToArray())];

        static byte[] Chunk(string type, byte[] data) =>
            [0, 0, (byte)(data.Length >> 8), (byte)data.Length, .. System.Text.Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0];
    }

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
