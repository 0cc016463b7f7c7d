namespace MicroGenre.Drawing;

/// <summary>An RGB image.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Pixels">The pixels, row by row from the top, <c>[height, width, 3]</c>.</param>
public sealed record RgbImage(int Width, int Height, byte[] Pixels)
{
    private const int Channels = 3;

    /// <summary>Creates a black image.</summary>
    public RgbImage(int width, int height)
        : this(width, height, new byte[width * height * Channels])
    {
    }

    /// <summary>The three bytes of a pixel.</summary>
    public Span<byte> At(int x, int y) => Pixels.AsSpan(((y * Width) + x) * Channels, Channels);

    /// <summary>Encodes the image as PNG.</summary>
    public byte[] ToPng() => Png.Encode(Width, Height, Channels, Pixels);

    /// <summary>
    /// The mean of each block of <paramref name="size"/> × <paramref name="size"/> pixels, <c>[height / size, width / size, 3]</c>, as
    /// floats from 0 to 1: the average pooling of cnn-mel-image.
    /// </summary>
    /// <exception cref="ArgumentException">The image's sides are not multiples of <paramref name="size"/>.</exception>
    public float[] AveragePool(int size)
    {
        if (size < 1 || Width % size != 0 || Height % size != 0)
        {
            throw new ArgumentException($"{Width} × {Height} pixels do not divide into blocks of {size} × {size}.", nameof(size));
        }

        var (columns, rows) = (Width / size, Height / size);
        var pooled = new float[rows * columns * Channels];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var pixel = At(x, y);
                var block = (((y / size) * columns) + (x / size)) * Channels;
                for (var channel = 0; channel < Channels; channel++)
                {
                    pooled[block + channel] += pixel[channel] / (255f * size * size);
                }
            }
        }

        return pooled;
    }
}
