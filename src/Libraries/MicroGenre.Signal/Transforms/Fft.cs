using System.Numerics;

namespace MicroGenre.Signal;

/// <summary>The discrete Fourier transform.</summary>
internal static class Fft
{
    /// <summary>Transforms in place: radix 2 where the length is even, the definition where it is odd.</summary>
    public static void Forward(Span<Complex> values)
    {
        if (values.Length == 1)
        {
            return;
        }

        var copy = values.ToArray();
        if (values.Length % 2 != 0)
        {
            for (var k = 0; k < values.Length; k++)
            {
                values[k] = Complex.Zero;
                for (var n = 0; n < copy.Length; n++)
                {
                    values[k] += copy[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)k * n % copy.Length) / copy.Length);
                }
            }

            return;
        }

        var half = values.Length / 2;
        var even = values[..half];
        var odd = values[half..];
        for (var i = 0; i < half; i++)
        {
            (even[i], odd[i]) = (copy[2 * i], copy[(2 * i) + 1]);
        }

        Forward(even);
        Forward(odd);
        for (var k = 0; k < half; k++)
        {
            var turned = odd[k] * Complex.FromPolarCoordinates(1, -2 * Math.PI * k / values.Length);
            (even[k], odd[k]) = (even[k] + turned, even[k] - turned);
        }
    }
}
