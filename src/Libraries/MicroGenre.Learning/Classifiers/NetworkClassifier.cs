using MicroGenre.Signal;
using static TorchSharp.torch;

namespace MicroGenre.Learning;

/// <summary>A trained network with the scaling of its input. Safe for several threads: in evaluation mode a network only reads its weights.</summary>
internal sealed class NetworkClassifier : IClassifier
{
    private const string FramesName = "input.frames";
    private const int LargestBatch = 16;

    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly RowScaler _scaler;
    private readonly int _trainedFrames;
    private readonly int _windowFrames;
    private readonly Device _device;

    /// <param name="network">The network, which the classifier owns from now on.</param>
    /// <param name="scaler">The scaling of its input.</param>
    /// <param name="trainedFrames">Frames of a training crop: a shorter track is repeated up to it.</param>
    /// <param name="predictionFrames">Frames of a window at prediction.</param>
    /// <param name="device">Where the network is.</param>
    public NetworkClassifier(nn.Module<Tensor, Tensor> network, RowScaler scaler, int trainedFrames, int predictionFrames, Device device)
    {
        _network = network;
        _scaler = scaler;
        _trainedFrames = trainedFrames;
        _windowFrames = Math.Max(trainedFrames, predictionFrames);
        _device = device;
    }

    /// <summary>The classifier that <see cref="Weights"/> came from.</summary>
    public static NetworkClassifier Load(nn.Module<Tensor, Tensor> network, Recipe recipe, IReadOnlyDictionary<string, TensorData> weights)
    {
        if (!weights.TryGetValue(FramesName, out var frames))
        {
            throw new InvalidDataException($"The weights lack {FramesName}.");
        }

        StateDict.Import(network, weights);
        network.eval();
        return new NetworkClassifier(network, RowScaler.From(weights), (int)frames.ToInt64()[0], recipe.Input.PredictionFrames, CPU);
    }

    /// <inheritdoc/>
    public float[][] Classify(IReadOnlyList<FeatureMatrix> tracks)
    {
        using var noGrad = no_grad();
        var sums = new float[tracks.Count][];
        var windows = tracks.SelectMany((track, index) => WindowsOf(track, index)).ToList();
        foreach (var batch in windows.GroupBy(window => window.Frames).SelectMany(group => group.Chunk(LargestBatch)))
        {
            AddProbabilities(tracks, batch, sums);
        }

        foreach (var sum in sums)
        {
            Normalize(sum);
        }

        return sums;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorData> Weights()
    {
        var weights = StateDict.Export(_network);
        _scaler.AddTo(weights);
        weights[FramesName] = new TensorData([(long)_trainedFrames], 1);
        return weights;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private IEnumerable<Window> WindowsOf(FeatureMatrix track, int index)
    {
        var frames = Math.Clamp(track.Frames, _trainedFrames, _windowFrames);
        return Crop.WindowStarts(track.Frames, frames).Select(start => new Window(index, start, frames));
    }

    private void AddProbabilities(IReadOnlyList<FeatureMatrix> tracks, Window[] batch, float[][] sums)
    {
        using var scope = NewDisposeScope();
        var (rows, frames) = (_scaler.Mean.Length, batch[0].Frames);
        var input = new float[batch.Length * rows * frames];
        for (var i = 0; i < batch.Length; i++)
        {
            Crop.Copy(tracks[batch[i].Track], batch[i].Start, frames, _scaler, input.AsSpan(i * rows * frames, rows * frames));
        }

        var logits = _network.forward(tensor(input, [batch.Length, rows, frames], device: _device));
        var probabilities = logits.softmax(1).cpu().data<float>().ToArray();
        var classes = probabilities.Length / batch.Length;
        for (var i = 0; i < batch.Length; i++)
        {
            var sum = sums[batch[i].Track] ??= new float[classes];
            for (var label = 0; label < classes; label++)
            {
                sum[label] += probabilities[(i * classes) + label];
            }
        }
    }

    private static void Normalize(Span<float> values)
    {
        var total = 0f;
        foreach (var value in values)
        {
            total += value;
        }

        foreach (ref var value in values)
        {
            value /= total;
        }
    }

    private sealed record Window(int Track, int Start, int Frames);
}
