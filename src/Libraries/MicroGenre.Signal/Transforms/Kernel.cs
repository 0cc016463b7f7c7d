using System.Runtime.CompilerServices;

namespace MicroGenre.Signal;

/// <summary>Compilation options of the innermost loops.</summary>
internal static class Kernel
{
    /// <summary>
    /// Fully optimised at the first call, without a profile, because a profile of one length misleads at another. Never inlined: inlined
    /// loops are recompiled with their callers, and once a caller is too large for inlining, their vector operations become calls.
    /// </summary>
    public const MethodImplOptions Compilation = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
