using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Benchmarks.Learning;

/// <summary>Vectors to learn from and to be judged by, as the peer wrote them.</summary>
internal sealed record LearningData(Samples Train, int[] TrainLabels, Samples Test, int[] TestLabels)
{
    public int Classes { get; } = TrainLabels.Max() + 1;

    public static LearningData Read(string folder, string name)
    {
        return new LearningData(Vectors("train-x"), Labels("train-y"), Vectors("test-x"), Labels("test-y"));

        NpyArray<double> Array(string part) => Npy.ReadDouble(Path.Combine(folder, $"{name}-{part}.npy"));

        Samples Vectors(string part) => new(Array(part).Shape[0], Array(part).Shape[1], Array(part).Values);

        int[] Labels(string part) => System.Array.ConvertAll(Array(part).Values, label => (int)label);
    }
}
