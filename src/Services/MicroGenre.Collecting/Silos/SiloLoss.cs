namespace MicroGenre.Collecting.Silos;

/// <summary>Tells calls that failed with their silo from those that failed by themselves.</summary>
internal static class SiloLoss
{
    public static bool Is(Exception exception) => exception is OrleansException or TimeoutException;
}
