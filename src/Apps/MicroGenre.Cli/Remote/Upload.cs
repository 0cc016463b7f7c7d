using Grpc.Core;

namespace MicroGenre.Cli.Remote;

/// <summary>An upload and the answer that it gets.</summary>
internal static class Upload
{
    /// <summary>Waits for both. A service that refuses an upload may answer before it has read all: then its answer counts, not the broken upload.</summary>
    public static async Task<T> AnswerAsync<T>(Task sending, Task<T> answer)
    {
        try
        {
            await sending;
        }
        catch (Exception exception) when (exception is RpcException or IOException or InvalidOperationException)
        {
            await answer;
            throw;
        }

        return await answer;
    }
}
