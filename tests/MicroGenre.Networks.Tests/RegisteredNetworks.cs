using System.Runtime.CompilerServices;

namespace MicroGenre.Networks.Tests;

/// <summary>The tests are a program that knows networks.</summary>
internal static class RegisteredNetworks
{
    [ModuleInitializer]
    internal static void Register() => NetworkKinds.Register();
}
