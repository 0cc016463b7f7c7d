namespace MicroGenre.Testing;

/// <summary>Knows which packages of the running test project are stand-ins.</summary>
public static class StandInPackages
{
    private static readonly string[] Names = (AppContext.GetData("MicroGenre.StandIns") as string ?? "").Split(';');

    /// <summary>Whether a stand-in takes a package's place.</summary>
    public static bool Include(string package) => Names.Contains(package, StringComparer.Ordinal);
}
