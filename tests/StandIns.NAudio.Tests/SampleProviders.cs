using NAudio.Wave;

namespace StandIns.NAudio.Tests;

internal static class SampleProviders
{
    /// <summary>All that a finite source gives, read in pieces of an odd size.</summary>
    public static float[] ReadAll(this ISampleProvider source)
    {
        var all = new List<float>();
        var buffer = new float[7 * source.WaveFormat.Channels];
        for (int read; (read = source.Read(buffer, 0, buffer.Length)) > 0;)
        {
            all.AddRange(buffer.AsSpan(0, read));
        }

        return [.. all];
    }
}
