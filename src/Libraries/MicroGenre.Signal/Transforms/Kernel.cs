using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>How the innermost loops are compiled.</summary>
internal static class Kernel
{
    /// <summary>
    /// For speed at the first call and without a profile, which at one length misleads another; and on their own: put inside their callers
    /// they take part in those' recompilations, and once a caller has grown too large to take more in, their vector operations become
    /// calls.
    /// </summary>
    public const MethodImplOptions Compilation = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
