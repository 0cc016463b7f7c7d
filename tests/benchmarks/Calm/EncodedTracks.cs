using System.Text;
using MicroGenre.Learning;
using MicroGenre.Networks.Calm;
using MicroGenre.Networks.Prediction;
using static TorchSharp.torch;

namespace MicroGenre.Benchmarks.Calm;

/// <summary>What a trained encoder makes of the tracks of a split: all that its heads need.</summary>
/// <param name="Train">The embeddings of the training tracks; not standardized.</param>
/// <param name="Test">The embeddings of the test tracks.</param>
/// <param name="Convolutions">What the convolutions alone answer.</param>
/// <param name="History">The encoder's epochs.</param>
internal sealed record EncodedTracks(Samples Train, Samples Test, RowResult Convolutions, IReadOnlyList<EpochResult> History)
{
    /// <summary>Encodes tracks that are one window each.</summary>
    public static EncodedTracks Of(CalmEncoder encoder, TrackWindows windows, TableSplit split, IReadOnlyList<EpochResult> history)
    {
        var (train, test) = (Encode(split.Train), Encode(split.Test));
        return new EncodedTracks(train.Embeddings, test.Embeddings, new RowResult(CalmHeads.Cnn, train.Accuracy, test.Accuracy), history);

        // Embedding and logits from one pass through the convolutions.
        (Samples Embeddings, double Accuracy) Encode(TrackSet tracks)
        {
            var classes = tracks.Genres.Count;
            var values = windows.Apply([.. tracks.Tracks.Select(track => track.Features)], Both, CPU)
                .OrderBy(window => window.Track).Select(window => Array.ConvertAll(window.Values, value => (double)value)).ToList();
            var right = values.Where((row, i) => Vectors.ArgMax(row.AsSpan(0, classes)) == tracks.Tracks[i].Genre).Count();
            return (Samples.Of([.. values.Select(row => row[classes..])]), (double)right / values.Count);
        }

        Tensor Both(Tensor input)
        {
            var sequence = encoder.Convolutions.Convolutions.call(input);
            return cat([encoder.Convolutions.Classify(sequence), encoder.Autoencoder.Encode(sequence)], 1);
        }
    }

    /// <summary>What <see cref="ToTensors"/> gave.</summary>
    public static EncodedTracks From(IReadOnlyDictionary<string, TensorData> tensors) => new(
        SamplesOf(tensors["train"]),
        SamplesOf(tensors["test"]),
        new RowResult(CalmHeads.Cnn, tensors["convolutions"].ToDouble()[0], tensors["convolutions"].ToDouble()[1]),
        Recipe.Parse<EpochResult[]>(Encoding.UTF8.GetString(tensors["history"].Bytes)));

    /// <summary>All of it, to be kept.</summary>
    public Dictionary<string, TensorData> ToTensors()
    {
        var history = Encoding.UTF8.GetBytes(Recipe.Write(History));
        return new Dictionary<string, TensorData>(StringComparer.Ordinal)
        {
            ["train"] = new(Train.Values, Train.Count, Train.Width),
            ["test"] = new(Test.Values, Test.Count, Test.Width),
            ["convolutions"] = new([Convolutions.Train, Convolutions.Test], 2),
            ["history"] = new(TensorType.U8, [history.Length], history),
        };
    }

    private static Samples SamplesOf(TensorData tensor) => new((int)tensor.Shape[0], (int)tensor.Shape[1], tensor.ToDouble());
}
