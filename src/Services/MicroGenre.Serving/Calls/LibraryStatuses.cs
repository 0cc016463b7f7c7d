using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.DataSets;
using MicroGenre.DataSets.Splits;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Serving.Calls;

/// <summary>Maps exceptions of the libraries to gRPC statuses.</summary>
public static class LibraryStatuses
{
    /// <summary>Adds the libraries' exceptions to those of .NET.</summary>
    public static ExceptionStatuses MapLibraries(this ExceptionStatuses statuses)
    {
        ArgumentNullException.ThrowIfNull(statuses);
        return statuses
            .Map<AudioFormatException>(StatusCode.InvalidArgument)
            .Map<DataSetException>(StatusCode.InvalidArgument)
            .Map<LeakException>(StatusCode.InvalidArgument)
            .Map<InvalidRecipeException>(StatusCode.InvalidArgument)
            .Map<UnknownModelException>(StatusCode.NotFound)
            .Map<UnknownRecipeException>(StatusCode.NotFound)
            .Map<LessonException>(StatusCode.InvalidArgument)
            .Map<TeachingException>(StatusCode.FailedPrecondition)
            .Map<NoSetsException>(StatusCode.FailedPrecondition)
            .Map<TrainingException>(StatusCode.FailedPrecondition)
            .Map<ExtractorException>(StatusCode.FailedPrecondition)
            .Map<PlatformNotSupportedException>(StatusCode.FailedPrecondition);
    }
}
