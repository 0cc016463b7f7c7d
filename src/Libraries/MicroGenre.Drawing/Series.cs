namespace MicroGenre.Drawing;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">What it shows; empty when the axis says so already.</param>
/// <param name="Points">Its points, by ascending x.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
