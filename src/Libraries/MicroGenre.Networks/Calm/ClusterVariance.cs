using MicroGenre.Learning;

namespace MicroGenre.Networks.Calm;

/// <summary>The measure of the paper's figure 4: how close samples are to the mean of their cluster.</summary>
internal static class ClusterVariance
{
    /// <summary>The mean over all samples of the squared Euclidean distance to the mean of their cluster.</summary>
    public static double Of(Samples samples, int[] assignment, int clusters)
    {
        var counts = new int[clusters];
        var means = new double[clusters][];
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            means[cluster] = new double[samples.Width];
        }

        foreach (var cluster in assignment)
        {
            counts[cluster]++;
        }

        for (var i = 0; i < assignment.Length; i++)
        {
            Vectors.AddScaled(means[assignment[i]], 1.0 / counts[assignment[i]], samples.Row(i));
        }

        var sum = 0.0;
        for (var i = 0; i < assignment.Length; i++)
        {
            sum += Vectors.SquaredDistance(samples.Row(i), means[assignment[i]]);
        }

        return sum / assignment.Length;
    }
}
