namespace MicroGenre.Drawing;

/// <summary>A canvas of pixels, drawn at a higher resolution for antialiasing.</summary>
internal sealed class RasterCanvas : ICanvas
{
    private const int Scale = 2;

    /// <summary>Number of pixels per dot of a letter.</summary>
    private const int DotSize = 4;

    private readonly RgbImage _image;

    public RasterCanvas(int width, int height)
    {
        Width = width;
        Height = height;
        _image = new RgbImage(width * Scale, height * Scale);
    }

    public int Width { get; }

    public int Height { get; }

    public void Rectangle(double x, double y, double width, double height, Rgb colour) =>
        Fill((int)Math.Round(x * Scale), (int)Math.Round(y * Scale), (int)Math.Round((x + width) * Scale),
            (int)Math.Round((y + height) * Scale), colour);

    public void Polyline(IReadOnlyList<(double X, double Y)> points, Rgb colour, double thickness)
    {
        var size = Math.Max(1, (int)Math.Round(thickness * Scale));
        for (var i = 1; i < points.Count; i++)
        {
            var (from, to) = (points[i - 1], points[i]);
            var steps = Math.Max(1, (int)Math.Ceiling(Scale * Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y))));
            for (var step = 0; step <= steps; step++)
            {
                var x = (int)Math.Round(Scale * (from.X + ((to.X - from.X) * step / steps))) - (size / 2);
                var y = (int)Math.Round(Scale * (from.Y + ((to.Y - from.Y) * step / steps))) - (size / 2);
                Fill(x, y, x + size, y + size, colour);
            }
        }
    }

    public void Text(double x, double y, string text, TextAnchor anchor, Rgb colour)
    {
        var width = text.Length * DotFont.Advance * DotSize;
        var left = (int)Math.Round(x * Scale) - anchor switch
        {
            TextAnchor.Start => 0,
            TextAnchor.Middle => width / 2,
            _ => width,
        };
        var top = (int)Math.Round(y * Scale) - (DotFont.Height * DotSize / 2);
        foreach (var letter in text)
        {
            DrawLetter(letter, left, top, colour);
            left += DotFont.Advance * DotSize;
        }
    }

    public void Image(double x, double y, RgbImage image)
    {
        for (var row = 0; row < image.Height; row++)
        {
            for (var column = 0; column < image.Width; column++)
            {
                var pixel = image.At(column, row);
                var (left, top) = ((int)(x + column) * Scale, (int)(y + row) * Scale);
                Fill(left, top, left + Scale, top + Scale, new Rgb(pixel[0], pixel[1], pixel[2]));
            }
        }
    }

    /// <summary>The final image.</summary>
    public RgbImage ToImage()
    {
        var result = new RgbImage(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var pixel = result.At(x, y);
                for (var channel = 0; channel < pixel.Length; channel++)
                {
                    var sum = 0;
                    for (var part = 0; part < Scale * Scale; part++)
                    {
                        sum += _image.At((x * Scale) + (part % Scale), (y * Scale) + (part / Scale))[channel];
                    }

                    pixel[channel] = (byte)(sum / (Scale * Scale));
                }
            }
        }

        return result;
    }

    private void DrawLetter(char letter, int left, int top, Rgb colour)
    {
        var rows = DotFont.RowsOf(letter);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < DotFont.Width; column++)
            {
                if ((rows[row] >> (DotFont.Width - 1 - column) & 1) != 0)
                {
                    var (x, y) = (left + (column * DotSize), top + (row * DotSize));
                    Fill(x, y, x + DotSize, y + DotSize, colour);
                }
            }
        }
    }

    private void Fill(int left, int top, int right, int bottom, Rgb colour)
    {
        for (var y = Math.Max(0, top); y < Math.Min(bottom, _image.Height); y++)
        {
            for (var x = Math.Max(0, left); x < Math.Min(right, _image.Width); x++)
            {
                var pixel = _image.At(x, y);
                (pixel[0], pixel[1], pixel[2]) = (colour.Red, colour.Green, colour.Blue);
            }
        }
    }
}
