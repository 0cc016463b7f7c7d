using Grpc.Core;
using MicroGenre.Evaluation.DataSets;
using MicroGenre.Evaluation.Splits;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Calls;

/// <summary>Which status an exception of the libraries is to a caller.</summary>
public static class LibraryStatuses
{
    private const int NoSpaceLeft = 28;

    /// <summary>The status, or <see langword="null"/> for an exception that is no library's.</summary>
    public static Status? Of(Exception exception) => exception switch
    {
        RpcException known => known.Status,
        AudioFormatException or DataSetException or LeakException or InvalidRecipeException or ArgumentException => new Status(StatusCode.InvalidArgument, TrackError.Line(exception)),
        UnknownModelException or UnknownRecipeException => new Status(StatusCode.NotFound, TrackError.Line(exception)),
        IOException { InnerException.HResult: NoSpaceLeft } or IOException { HResult: NoSpaceLeft } => new Status(StatusCode.ResourceExhausted, TrackError.Line(exception)),
        TrainingException or InvalidDataException or IOException => new Status(StatusCode.FailedPrecondition, TrackError.Line(exception)),
        _ => null,
    };

    /// <summary>Runs a library's work, so that its exceptions reach the caller as statuses.</summary>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work();
        }
        catch (Exception e) when (e is not RpcException && Of(e) is not null)
        {
            throw new RpcException(Of(e)!.Value);
        }
    }
}
