using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>
/// Limits libtorch to one thread until it is disposed. Networks with small layers gain nothing from a second thread and lose much if
/// threads wait for each other on a busy machine.
/// </summary>
internal sealed class OneThread : IDisposable
{
    private readonly int _before = get_num_threads();

    public OneThread() => set_num_threads(1);

    public void Dispose() => set_num_threads(_before);
}
