using MicroGenre.Learning;

namespace MicroGenre.Networks.Training;

/// <summary>The learning rate of each step. It is a pure function, so that resuming needs no state.</summary>
internal static class LearningRateSchedule
{
    // The first rate divided by this is the final rate of 1cycle; PyTorch's default.
    private const double FinalDivisor = 1e4;

    /// <param name="settings">The schedule.</param>
    /// <param name="rate">The base learning rate.</param>
    /// <param name="step">The step, counted from 0 over the whole run.</param>
    /// <param name="stepsPerEpoch">Number of steps per epoch.</param>
    /// <param name="epochs">Number of epochs of the run.</param>
    public static double At(ScheduleSettings settings, double rate, int step, int stepsPerEpoch, int epochs)
    {
        var epoch = step / stepsPerEpoch;
        var last = Math.Max(1, (stepsPerEpoch * epochs) - 1);
        return settings.Kind switch
        {
            ScheduleKind.Constant => rate,
            ScheduleKind.Step => rate * Math.Pow(settings.Factor, epoch / settings.StepEpochs),
            ScheduleKind.Piecewise => settings.Pieces.LastOrDefault(piece => piece.FromEpoch <= epoch)?.LearningRate ?? rate,
            ScheduleKind.Cyclical => Triangle(settings, rate, (double)step / (stepsPerEpoch * settings.StepEpochs)),
            ScheduleKind.OneCycle => OneCycle(settings, rate, step, last),
            ScheduleKind.Cosine => CosineBetween(rate, 0, (double)step / last),
            _ => throw new InvalidRecipeException($"training.schedule.kind {settings.Kind} is unknown."),
        };
    }

    private static double Triangle(ScheduleSettings settings, double high, double rises)
    {
        var low = high / settings.LowDivisor;
        var height = 1 - Math.Abs((rises % 2) - 1);
        return low + ((high - low) * height);
    }

    private static double OneCycle(ScheduleSettings settings, double high, int step, int last)
    {
        var low = high / settings.LowDivisor;
        var top = (settings.RisingShare * (last + 1)) - 1;
        return step <= top
            ? CosineBetween(low, high, top > 0 ? step / top : 1)
            : CosineBetween(high, low / FinalDivisor, (step - top) / (last - top));
    }

    private static double CosineBetween(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}
