using MicroGenre.Learning;
using MicroGenre.Networks.Architectures;
using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>
/// The output of a network's fixed first step, in evaluation mode, for the training tracks, computed once for all epochs.
/// </summary>
internal sealed class PreparedTracks : IDisposable
{
    private const long LargestBytes = 1L << 30;

    private readonly IFixedFirstStep _network;
    private readonly Tensor _prepared;

    private PreparedTracks(IFixedFirstStep network, Tensor prepared) => (_network, _prepared) = (network, prepared);

    /// <summary>
    /// Prepares the tracks; <see langword="null"/> if the network has no such step, a crop is shorter than the track, or the result exceeds
    /// 1 GiB.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="train">The tracks.</param>
    /// <param name="frames">Length of a crop, in frames.</param>
    /// <param name="scaler">The scaling of the values.</param>
    /// <param name="device">The network's device.</param>
    /// <param name="cancellation">Cancels between two tracks.</param>
    public static PreparedTracks? Of(
        nn.Module network, TrackSet train, int frames, RowScaler scaler, Device device, CancellationToken cancellation)
    {
        if (network is not IFixedFirstStep { IsFixed: true } step || train.Tracks.Any(track => track.Features.Frames > frames))
        {
            return null;
        }

        using var guard = no_grad();
        using var all = NewDisposeScope();
        Tensor? prepared = null;
        var crop = new float[train.Rows * frames];
        for (var i = 0; i < train.Tracks.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var one = NewDisposeScope();
            Crop.Copy(train.Tracks[i].Features, start: 0, frames, scaler, crop);
            var track = step.Prepare(tensor(crop, [1, train.Rows, frames], device: device));
            if (track.NumberOfElements * sizeof(float) > LargestBytes / train.Tracks.Count)
            {
                return null;
            }

            prepared ??= zeros([train.Tracks.Count, .. track.shape[1..]], device: device).MoveToOuterDisposeScope();
            prepared[i] = track[0];
        }

        return new PreparedTracks(step, prepared!.DetachFromDisposeScope());
    }

    /// <summary>The prepared values of some tracks, <c>[batch, …]</c>.</summary>
    public Tensor Batch(int[] tracks) =>
        _prepared.index_select(0, tensor(Array.ConvertAll(tracks, track => (long)track), device: _prepared.device));

    /// <inheritdoc cref="IFixedFirstStep.Classify"/>
    public Tensor Classify(Tensor prepared) => _network.Classify(prepared);

    public void Dispose() => _prepared.Dispose();
}
