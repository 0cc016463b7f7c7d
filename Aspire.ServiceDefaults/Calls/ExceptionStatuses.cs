using Google.Protobuf;
using Grpc.Core;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>
/// Maps exceptions to statuses, for calls, parts of a batch and work that outlives its call. Services add their own:
/// <c>builder.Services.Configure&lt;ExceptionStatuses&gt;(statuses =>
/// statuses.Map&lt;AudioFormatException&gt;(StatusCode.InvalidArgument))</c>.
/// </summary>
/// <remarks>
/// The exception's message is sent to the caller: map only exceptions with messages for callers. Errors in a request are INVALID_ARGUMENT.
/// A file of the service that is damaged, missing or not writable (<see cref="InvalidDataException"/>, <see cref="IOException"/>) is
/// FAILED_PRECONDITION.
/// </remarks>
public sealed class ExceptionStatuses
{
    private const int NoSpaceLeft = 28;

    private readonly Dictionary<Type, Func<Exception, StatusCode>> _codes = [];

    /// <summary>Creates the map with .NET's exceptions that are meaningful to callers.</summary>
    public ExceptionStatuses() =>
        Map<ArgumentException>(StatusCode.InvalidArgument)
            .Map<FormatException>(StatusCode.InvalidArgument)
            .Map<InvalidDataException>(StatusCode.FailedPrecondition)
            // A malformed request: an IOException by its type, but not a file error.
            .Map<InvalidProtocolBufferException>(StatusCode.InvalidArgument)
            .Map<KeyNotFoundException>(StatusCode.NotFound)
            .Map<UnauthorizedAccessException>(StatusCode.PermissionDenied)
            .Map<IOException>(e => IsFullDisk(e) ? StatusCode.ResourceExhausted : StatusCode.FailedPrecondition);

    /// <summary>Maps an exception type and its derived types without a mapping of their own.</summary>
    public ExceptionStatuses Map<TException>(StatusCode code)
        where TException : Exception =>
        Map<TException>(_ => code);

    /// <summary>Maps an exception type depending on the exception.</summary>
    public ExceptionStatuses Map<TException>(Func<TException, StatusCode> codeOf)
        where TException : Exception
    {
        ArgumentNullException.ThrowIfNull(codeOf);
        _codes[typeof(TException)] = exception => codeOf((TException)exception);
        return this;
    }

    /// <summary>
    /// Returns the status for an exception, with its message in one line; <see langword="null"/> if the type is not mapped.
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

    /// <summary>The message in one line, without the name of a parameter, which means nothing to callers.</summary>
    private static string LineOf(Exception exception)
    {
        var message = exception is ArgumentException { ParamName: { } name }
            ? exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
            : exception.Message;
        return message.ReplaceLineEndings(" ");
    }
}
