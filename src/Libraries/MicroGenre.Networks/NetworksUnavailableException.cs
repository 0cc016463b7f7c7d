using System.Runtime.InteropServices;

namespace MicroGenre.Networks;

/// <summary>The exception for networks on a machine without a build of libtorch. Classical recipes and models still work there.</summary>
public sealed class NetworksUnavailableException : PlatformNotSupportedException
{
    /// <inheritdoc/>
    public NetworksUnavailableException()
        : this("Networks need libtorch, which has no build for Linux on Arm64; classical recipes and models work.")
    {
    }

    /// <inheritdoc/>
    public NetworksUnavailableException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public NetworksUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Throws if there is no build of libtorch for the machine.</summary>
    /// <exception cref="NetworksUnavailableException">The machine runs Linux on Arm64.</exception>
    internal static void ThrowIfUnavailable(bool linux, Architecture architecture)
    {
        if (linux && architecture == Architecture.Arm64)
        {
            throw new NetworksUnavailableException();
        }
    }
}
