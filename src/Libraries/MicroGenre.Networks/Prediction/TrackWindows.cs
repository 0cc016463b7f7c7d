using MicroGenre.Learning;
using MicroGenre.Signal;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Prediction;

/// <summary>Prepares tracks of any length for a trained network: scales them and cuts them into evenly spaced windows.</summary>
/// <param name="scaler">The scaling of the values.</param>
/// <param name="trainedFrames">Length of a training crop, in frames: a shorter track is repeated up to it.</param>
/// <param name="predictionFrames">Length of a window, in frames.</param>
internal sealed class TrackWindows(RowScaler scaler, int trainedFrames, int predictionFrames)
{
    private const string FramesName = "input.frames";
    private const int LargestBatch = 16;

    /// <summary>The scaling of the values.</summary>
    public RowScaler Scaler => scaler;

    /// <summary>Length of a training crop, in frames.</summary>
    public int TrainedFrames => trainedFrames;

    /// <summary>Creates the windows for a recipe, with scaling fitted to the training tracks.</summary>
    public static TrackWindows Of(Recipe recipe, TrackSet train) => new(
        RowScaler.Fit(recipe.Input.Normalization, train), recipe.Lengths.Crop ?? train.MedianFrames, recipe.Lengths.Prediction);

    /// <summary>Restores what <see cref="AddTo"/> stored.</summary>
    /// <exception cref="InvalidDataException">The weights hold no scaling.</exception>
    public static TrackWindows From(Recipe recipe, IReadOnlyDictionary<string, TensorData> weights) =>
        new(RowScaler.From(weights), (int)weights.Require(FramesName).ToInt64()[0], recipe.Lengths.Prediction);

    /// <summary>Stores the fitted scaling among a model's weights.</summary>
    public void AddTo(IDictionary<string, TensorData> weights)
    {
        scaler.AddTo(weights);
        weights[FramesName] = new TensorData([(long)trainedFrames], 1);
    }

    /// <summary>Applies a network to every window of every track.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="network">The network: input <c>[batch, rows, frames]</c>, output <c>[batch, …]</c>.</param>
    /// <param name="device">The network's device.</param>
    /// <param name="cancellation">Cancels between two batches.</param>
    /// <returns>The output for each window, with the index of its track.</returns>
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
