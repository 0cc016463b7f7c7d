using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using MicroGenre.Networks.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Calm;

/// <summary>Trains a sequence autoencoder to reconstruct its input.</summary>
internal sealed class AutoencoderTrainer(LstmAutoencoder network, TrainingSettings settings, Device device)
{
    /// <summary>Trains the autoencoder.</summary>
    /// <param name="sequences">The values of each sequence, <c>[steps, features]</c>; the number of steps may differ.</param>
    /// <param name="features">Number of features per step.</param>
    /// <param name="options">Seed and cancellation.</param>
    /// <param name="loop">Runs the epochs.</param>
    public void Run(IReadOnlyList<float[]> sequences, int features, FitOptions options, EpochLoop loop)
    {
        using var thread = new OneThread();
        using var optimizer = Optimizers.Create(settings.Optimizer, network);
        loop.Run(network, optimizer, epoch =>
        {
            network.train();
            var order = new SeededRandom(options.Seed, epoch).Permutation(sequences.Count);
            var batches = order.GroupBy(index => sequences[index].Length).SelectMany(group => group.Chunk(settings.BatchSize)).ToList();
            var loss = 0.0;
            foreach (var batch in batches)
            {
                options.Cancellation.ThrowIfCancellationRequested();
                loss += Step([.. batch.Select(index => sequences[index])], features, optimizer);
            }

            return double.IsFinite(loss)
                ? new EpochResult(epoch + 1, settings.Optimizer.LearningRate, loss / batches.Count, 0, null, null)
                : throw new TrainingException(
                    $"The autoencoder's loss became {loss} in epoch {epoch + 1}; a lower learning rate may help.");
        });
    }

    private double Step(float[][] batch, int features, OptimizerHelper optimizer)
    {
        using var scope = NewDisposeScope();
        var input =
            tensor(batch.SelectMany(sequence => sequence).ToArray(), [batch.Length, batch[0].Length / features, features], device: device);
        optimizer.zero_grad();
        var loss = LstmAutoencoder.Loss(network.call(input), input);
        loss.backward();
        if (settings.ClipGradientNorm is { } norm)
        {
            nn.utils.clip_grad_norm_(network.parameters(), norm);
        }

        optimizer.step();
        return loss.item<float>();
    }
}
