namespace MicroGenre.Drawing;

/// <summary>A decoded picture.</summary>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Pixels">Red, green and blue, row by row from the top, <c>[height, width, 3]</c>.</param>
public sealed record PngPicture(int Width, int Height, byte[] Pixels);
