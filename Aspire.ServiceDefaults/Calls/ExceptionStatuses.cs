using Google.Protobuf;
using Grpc.Core;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>Which status an exception becomes: the one answer for calls, for parts of a batch and for work that goes on without its call. A
/// service adds its own: <c>builder.Services.Configure&lt;ExceptionStatuses&gt;(statuses =>
/// statuses.Map&lt;AudioFormatException&gt;(StatusCode.InvalidArgument))</c>.</summary>
/// <remarks>
/// The exception's message goes to the caller: map only exceptions whose message is meant for one. What is wrong with a request is
/// INVALID_ARGUMENT; a file that the service keeps and that is broken, missing or not to be written (<see cref="InvalidDataException"/>,
/// <see cref="IOException"/>) is FAILED_PRECONDITION.
/// </remarks>
public sealed class ExceptionStatuses
{
    private const int NoSpaceLeft = 28;

    private readonly Dictionary<Type, Func<Exception, StatusCode>> _codes = [];

    /// <summary>Knows the exceptions of .NET that tell a caller something.</summary>
    public ExceptionStatuses() =>
        Map<ArgumentException>(StatusCode.InvalidArgument)
            .Map<FormatException>(StatusCode.InvalidArgument)
            .Map<InvalidDataException>(StatusCode.FailedPrecondition)
            // A request that is no message: an IOException by its type, but no fault of a file.
            .Map<InvalidProtocolBufferException>(StatusCode.InvalidArgument)
            .Map<KeyNotFoundException>(StatusCode.NotFound)
            .Map<UnauthorizedAccessException>(StatusCode.PermissionDenied)
            .Map<IOException>(e => IsFullDisk(e) ? StatusCode.ResourceExhausted : StatusCode.FailedPrecondition);

    /// <summary>Says what an exception, and every one derived from it that has no status of its own, becomes.</summary>
    public ExceptionStatuses Map<TException>(StatusCode code)
        where TException : Exception =>
        Map<TException>(_ => code);

    /// <summary>Says what an exception becomes by what it tells.</summary>
    public ExceptionStatuses Map<TException>(Func<TException, StatusCode> codeOf)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(codeOf);
        _codes[typeof(TException)] = exception => codeOf((TException)exception);
        return this;
    }

    /// <summary>
    /// The status for an exception, with its message in one line, or <see langword="null"/> where it is none of the known ones.
    /// </summary>
    public Status? Find(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (exception is RpcException known)
        {
            return known.Status;
        }

        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (_codes.TryGetValue(type, out var codeOf))
            {
                return new Status(codeOf(exception), LineOf(exception), exception);
            }
        }

        return null;
    }

    private static bool IsFullDisk(IOException exception) =>
        exception.HResult == NoSpaceLeft || exception.InnerException is { HResult: NoSpaceLeft };

    /// <summary>What is wrong, in one line, without the name of a parameter that means nothing to the caller.</summary>
    private static string LineOf(Exception exception)
    {
        var message = exception is ArgumentException { ParamName: { } name }
            ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : exception.Message;
        return message.ReplaceLineEndings(" ");
    }
}
