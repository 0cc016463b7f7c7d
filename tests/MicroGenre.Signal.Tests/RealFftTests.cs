namespace MicroGenre.Signal.Tests;

public sealed class RealFftTests
{
    public static TheoryData<int> Lengths =>
        new(1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 16, 31, 32, 48, 64, 100, 128, 210, 256, 512, 997, 1000, 1024, 2000, 2048, 4096, 8192);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Forward_equals_the_definition(int length)
    {
        var values = Noise(length);
        var (real, imaginary) = Transform(values);
        for (var bin = 0; bin < real.Length; bin += Math.Max(1, real.Length / 97))
        {
            var (expectedReal, expectedImaginary) = (0.0, 0.0);
            for (var n = 0; n < length; n++)
            {
                var (sin, cos) = Math.SinCos(-2 * Math.PI * ((long)bin * n % length) / length);
                expectedReal += values[n] * cos;
                expectedImaginary += values[n] * sin;
            }

            Assert.Equal(expectedReal, real[bin], 1e-12 * length);
            Assert.Equal(expectedImaginary, imaginary[bin], 1e-12 * length);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Inverse_undoes_forward(int length)
    {
        var values = Noise(length);
        var (real, imaginary) = Transform(values);
        var back = new double[length];
        new RealFft(length).Inverse(real, imaginary, back);
        for (var n = 0; n < length; n++)
        {
            Assert.Equal(values[n], back[n], 1e-13 * Math.Max(10, length));
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Energy_is_the_same_in_time_and_frequency(int length)
    {
        var values = Noise(length);
        var (real, imaginary) = Transform(values);
        var energy = 0.0;
        for (var bin = 0; bin < real.Length; bin++)
        {
            var twice = bin == 0 || 2 * bin == length ? 1 : 2;
            energy += twice * ((real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin])) / length;
        }

        Assert.Equal(values.Sum(value => value * value), energy, 1e-12 * length);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Windowed_power_is_the_squared_magnitude(int length)
    {
        var samples = Noise(length).Select(value => (float)value).ToArray();
        var window = WindowFunction.Hann(length);
        var (real, imaginary) = Transform([.. samples.Zip(window.Values, (sample, weight) => sample * weight)]);
        var power = new float[(length / 2) + 1];
        new RealFft(length).Power(samples, window, power);
        var greatest = power.Max();
        for (var bin = 0; bin < power.Length; bin++)
        {
            Assert.Equal((real[bin] * real[bin]) + (imaginary[bin] * imaginary[bin]), power[bin], 1e-7 * Math.Max(1, greatest));
        }
    }

    private static (double[] Real, double[] Imaginary) Transform(double[] values)
    {
        var fft = new RealFft(values.Length);
        var (real, imaginary) = (new double[fft.Bins], new double[fft.Bins]);
        fft.Forward(values, real, imaginary);
        return (real, imaginary);
    }

    private static double[] Noise(int length)
    {
        var random = new Random(length);
        return [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
