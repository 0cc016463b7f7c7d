namespace MicroGenre.Drawing;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name; empty if the axis label is enough.</param>
/// <param name="Points">Its points, in ascending order of x.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
