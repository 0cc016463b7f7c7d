using System.Runtime.InteropServices;

namespace MicroGenre.Networks;

/// <summary>
/// Networks cannot be trained or used on this machine, because libtorch has no build for it; classical recipes and models work.
/// </summary>
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

    /// <summary>Throws where libtorch has no build.</summary>
    /// <exception cref="NetworksUnavailableException">The machine runs Linux on Arm64.</exception>
    internal static void ThrowIfUnavailable(bool linux, Architecture architecture)
    {
        if (linux && architecture == Architecture.Arm64)
        {
            throw new NetworksUnavailableException();
        }
    }
}
