using MicroGenre.Learning;
using MicroGenre.Signal;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Prediction;

/// <summary>How a trained network sees tracks of any length: scaled, and in evenly spaced windows.</summary>
/// <param name="scaler">The scaling of the values.</param>
/// <param name="trainedFrames">Frames of a training crop: a shorter track is repeated up to it.</param>
/// <param name="predictionFrames">Frames of a window.</param>
internal sealed class TrackWindows(RowScaler scaler, int trainedFrames, int predictionFrames)
{
    private const string FramesName = "input.frames";
    private const int LargestBatch = 16;

    /// <summary>The scaling of the values.</summary>
    public RowScaler Scaler => scaler;

    /// <summary>Frames of a training crop.</summary>
    public int TrainedFrames => trainedFrames;

    /// <summary>What a recipe asks for, fitted to the training tracks.</summary>
    public static TrackWindows Of(Recipe recipe, TrackSet train) => new(
        RowScaler.Fit(recipe.Input.Normalization, train), recipe.Input.CropFrames ?? train.MedianFrames, recipe.Input.PredictionFrames);

    /// <summary>What <see cref="AddTo"/> stored.</summary>
    /// <exception cref="InvalidDataException">It is not there.</exception>
    public static TrackWindows From(Recipe recipe, IReadOnlyDictionary<string, TensorData> weights) =>
        new(RowScaler.From(weights), (int)weights.Require(FramesName).ToInt64()[0], recipe.Input.PredictionFrames);

    /// <summary>Stores what was fitted among a model's weights.</summary>
    public void AddTo(IDictionary<string, TensorData> weights)
    {
        scaler.AddTo(weights);
        weights[FramesName] = new TensorData([(long)trainedFrames], 1);
    }

    /// <summary>Applies a network to every window of every track.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="network">Takes <c>[batch, rows, frames]</c>, gives <c>[batch, …]</c>.</param>
    /// <param name="device">Where the network is.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>The values of each window with the index of its track.</returns>
    public IReadOnlyList<(int Track, float[] Values)> Apply(
        IReadOnlyList<FeatureMatrix> tracks, Func<Tensor, Tensor> network, Device device, CancellationToken cancellation = default)
    {
        using var noGrad = no_grad();
        var results = new List<(int, float[])>();
        var windows = tracks.SelectMany((track, index) => WindowsOf(track, index)).ToList();
        foreach (var batch in windows.GroupBy(window => window.Frames).SelectMany(group => group.Chunk(LargestBatch)))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var values = network(Batch(tracks, batch, device)).cpu().contiguous().data<float>().ToArray();
            results.AddRange(values.Chunk(values.Length / batch.Length).Zip(batch, (window, place) => (place.Track, window)));
        }

        return results;
    }

    private Tensor Batch(IReadOnlyList<FeatureMatrix> tracks, Window[] batch, Device device)
    {
        var (rows, frames) = (scaler.Mean.Length, batch[0].Frames);
        var input = new float[batch.Length * rows * frames];
        for (var i = 0; i < batch.Length; i++)
        {
            Crop.Copy(tracks[batch[i].Track], batch[i].Start, frames, scaler, input.AsSpan(i * rows * frames, rows * frames));
        }

        return tensor(input, [batch.Length, rows, frames], device: device);
    }

    private IEnumerable<Window> WindowsOf(FeatureMatrix track, int index)
    {
        var frames = Math.Clamp(track.Frames, trainedFrames, Math.Max(trainedFrames, predictionFrames));
        return Crop.WindowStarts(track.Frames, frames).Select(start => new Window(index, start, frames));
    }

    private sealed record Window(int Track, int Start, int Frames);
}
