using MicroGenre.Learning;

namespace MicroGenre.Evaluation.Reports.Charts;

/// <summary>Accuracy over the epochs of a run: on the crops it learnt from, and on the tracks held out.</summary>
internal static class LearningCurves
{
    private const int Left = 56;
    private const int Top = 34;
    private const int Width = 480;
    private const int Height = 200;
    private const int Ticks = 5;

    public static string Draw(IReadOnlyList<EpochResult> history)
    {
        var svg = new Svg(Left + Width + 24, Top + Height + 54, "Accuracy over the epochs");
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var y = Y((double)tick / Ticks);
            svg.Line(Left, y, Left + Width, y, "#dddddd");
            svg.Text(Left - 8, y + 4, $"{100 * tick / Ticks}", "end");
            var epoch = 1 + ((history.Count - 1) * tick / Ticks);
            svg.Text(X(epoch - 1, history.Count), Top + Height + 18, $"{epoch}", "middle");
        }

        svg.Text(8, 18, "accuracy, %", "start", Svg.Quiet);
        svg.Text(Left + (Width / 2), Top + Height + 40, "epoch", "middle", Svg.Quiet);
        svg.Line(Left + 200, 14, Left + 226, 14, Svg.Fill, 1.8);
        svg.Text(Left + 232, 18, "training crops");
        svg.Polyline(history.Select((epoch, i) => (X(i, history.Count), Y(epoch.Accuracy))), Svg.Fill);
        if (history.All(epoch => epoch.ValidationAccuracy is not null))
        {
            svg.Line(Left + 336, 14, Left + 362, 14, Svg.Mark, 1.8, dashed: true);
            svg.Text(Left + 368, 18, "held-out tracks");
            svg.Polyline(history.Select((epoch, i) => (X(i, history.Count), Y(epoch.ValidationAccuracy!.Value))), Svg.Mark, dashed: true);
        }

        return svg.ToString();
    }

    private static double X(int index, int count) => Left + (count < 2 ? Width / 2.0 : (double)index / (count - 1) * Width);

    private static double Y(double share) => Top + ((1 - share) * Height);
}
