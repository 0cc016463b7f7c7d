using StandIns.Processes;

namespace MicroGenre.Testing;

/// <summary>Ports for servers that tests start as processes of their own.</summary>
public static class Ports
{
    /// <inheritdoc cref="FreePort.Next"/>
    public static int Free() => FreePort.Next();
}
