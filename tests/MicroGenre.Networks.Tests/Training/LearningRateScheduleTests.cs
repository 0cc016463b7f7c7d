using MicroGenre.Learning;
using MicroGenre.Networks.Training;

namespace MicroGenre.Networks.Tests.Training;

// Expected values: the learning rates that PyTorch's schedulers of the same names give.
public class LearningRateScheduleTests
{
    [Fact]
    public void OneCycle_is_PyTorchs() => AssertRates(
        [0.004, 0.0349789654, 0.0879285159, 0.0994415435, 0.0933012970, 0.0811745654, 0.0647378998, 0.0462637103, 0.0283060998,
            0.0133477530, 0.0034566987, 4e-7],
        new ScheduleSettings { Kind = ScheduleKind.OneCycle });

    [Fact]
    public void Cyclical_is_PyTorchs_triangle() => AssertRates(
        [0.004, 0.02, 0.036, 0.052, 0.068, 0.084, 0.1, 0.084, 0.068, 0.052, 0.036, 0.02],
        new ScheduleSettings { Kind = ScheduleKind.Cyclical, StepEpochs = 2 });

    [Fact]
    public void Step_falls_by_its_factor() => AssertRates(
        [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05],
        new ScheduleSettings { Kind = ScheduleKind.Step, StepEpochs = 2, Factor = 0.5 });

    [Fact]
    public void Piecewise_takes_each_rate_from_its_epoch_on() => AssertRates(
        [0.1, 0.1, 0.1, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.03, 0.03, 0.03],
        new ScheduleSettings { Kind = ScheduleKind.Piecewise, Pieces = [new(1, 0.02), new(3, 0.03)] });

    [Fact]
    public void Cosine_falls_from_the_rate_to_zero()
    {
        var settings = new ScheduleSettings { Kind = ScheduleKind.Cosine };
        Assert.Equal(0.1, LearningRateSchedule.At(settings, 0.1, 0, 5, 5), 12);
        Assert.Equal(0.05, LearningRateSchedule.At(settings, 0.1, 12, 5, 5), 12);
        Assert.Equal(0, LearningRateSchedule.At(settings, 0.1, 24, 5, 5), 12);
    }

    [Theory]
    [InlineData(ScheduleKind.OneCycle)]
    [InlineData(ScheduleKind.Cosine)]
    [InlineData(ScheduleKind.Cyclical)]
    public void A_run_of_a_single_step_has_a_usable_rate(ScheduleKind kind) =>
        Assert.InRange(LearningRateSchedule.At(new ScheduleSettings { Kind = kind }, 0.1, 0, 1, 1), 1e-9, 0.1);

    private static void AssertRates(double[] expected, ScheduleSettings settings)
    {
        for (var step = 0; step < expected.Length; step++)
        {
            Assert.Equal(expected[step], LearningRateSchedule.At(settings, 0.1, step, stepsPerEpoch: 3, epochs: 4), 9);
        }
    }
}
