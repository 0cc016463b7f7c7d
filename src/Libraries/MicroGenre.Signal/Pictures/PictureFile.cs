using MicroGenre.Drawing;

namespace MicroGenre.Signal;

/// <summary>Reads pictures from <c>.png</c> files as features.</summary>
/// <example><code>
/// var picture = PictureFile.Read("images_original/blues/blues00000.png", new PictureSettings());
/// </code></example>
public static class PictureFile
{
    private const double White = 255;

    /// <summary>Reads a picture and averages blocks of its pixels to the size of the settings.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">The size; the picture must have a whole multiple of it, with the same factor both ways.</param>
    /// <returns>Red above green above blue, <c>[3 * Height, Width]</c>, 0 to 1.</returns>
    /// <exception cref="AudioFormatException">The file is not a PNG picture of that size; the message says which is
    /// wanted.</exception>
    public static FeatureMatrix Read(string path, PictureSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var picture = Decode(path);
        var block = picture.Width / settings.Width;
        if (block == 0 || picture.Width != block * settings.Width || picture.Height != block * settings.Height)
        {
            throw new AudioFormatException(
                $"The picture has {picture.Height}×{picture.Width} pixels; the recipe needs {settings.Height}×{settings.Width} or a "
                + $"multiple, such as {4 * settings.Height}×{4 * settings.Width}", 0);
        }

        var values = new FeatureMatrix(settings.Rows, settings.Width);
        for (var colour = 0; colour < PictureSettings.Colours; colour++)
        {
            for (var y = 0; y < settings.Height; y++)
            {
                for (var x = 0; x < settings.Width; x++)
                {
                    values[(colour * settings.Height) + y, x] = (float)(Mean(picture, colour, y * block, x * block, block) / White);
                }
            }
        }

        return values;
    }

    private static PngPicture Decode(string path)
    {
        try
        {
            return Png.Decode(File.ReadAllBytes(path));
        }
        catch (InvalidDataException exception)
        {
            throw new AudioFormatException(exception.Message, 0);
        }
    }

    private static double Mean(PngPicture picture, int colour, int top, int left, int side)
    {
        var sum = 0L;
        for (var y = top; y < top + side; y++)
        {
            for (var x = left; x < left + side; x++)
            {
                sum += picture.Pixels[(((y * picture.Width) + x) * PictureSettings.Colours) + colour];
            }
        }

        return (double)sum / (side * side);
    }
}
