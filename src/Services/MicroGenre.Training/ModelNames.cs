using MicroGenre.Learning;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Training;

/// <summary>The names that requests give to new models.</summary>
internal static class ModelNames
{
    private const int Longest = 64;

    /// <summary>Returns a valid name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="field">The request's field, for error messages.</param>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: it is not valid.</exception>
    public static string Check(string name, string field) => ModelRepository.IsName(name) && name.Length <= Longest ? name
        : throw RpcErrors.InvalidArgument(
            $"{field}: '{name}' is not a valid model name; use up to {Longest} letters, digits, dots, dashes and underscores, not a "
            + $"dot first.");
}
