using static TorchSharp.torch;

namespace MicroGenre.Networks.Training;

/// <summary>Finds devices by name.</summary>
internal static class Devices
{
    private const string Cpu = "cpu";
    private const string Cuda = "cuda";

    /// <summary>Returns the device named <c>cpu</c>, <c>cuda</c> or <c>cuda:1</c>.</summary>
    /// <exception cref="ArgumentException">The device does not exist.</exception>
    public static Device Named(string name)
    {
        var isCuda = name == Cuda
            || (name.StartsWith(Cuda + ":", StringComparison.Ordinal) && byte.TryParse(name[(Cuda.Length + 1)..], out _));
        if (name != Cpu && !isCuda)
        {
            throw new ArgumentException($"'{name}' is not a device: use cpu, cuda or cuda:1.", nameof(name));
        }

        return isCuda && !cuda.is_available()
            ? throw new ArgumentException($"Device '{name}' is not available: TorchSharp sees no CUDA.", nameof(name))
            : device(name);
    }
}
