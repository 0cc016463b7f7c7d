namespace MicroGenre.Collecting.Silos;

/// <summary>Distinguishes calls that failed because their silo died from calls that failed by themselves.</summary>
internal static class SiloLoss
{
    public static bool Is(Exception exception) => exception is OrleansException or TimeoutException;
}
