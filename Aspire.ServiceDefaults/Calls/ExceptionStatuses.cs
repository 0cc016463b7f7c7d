using Grpc.Core;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>Which status a library's exception becomes. A service adds its own:
/// <c>builder.Services.Configure&lt;ExceptionStatuses&gt;(statuses => statuses.Map&lt;AudioFormatException&gt;(StatusCode.InvalidArgument))</c>.</summary>
/// <remarks>The exception's message goes to the caller: map only exceptions whose message is meant for one.</remarks>
public sealed class ExceptionStatuses
{
    private readonly Dictionary<Type, StatusCode> _codes = new()
    {
        [typeof(ArgumentException)] = StatusCode.InvalidArgument,
        [typeof(FormatException)] = StatusCode.InvalidArgument,
        [typeof(InvalidDataException)] = StatusCode.InvalidArgument,
        [typeof(EndOfStreamException)] = StatusCode.InvalidArgument,
        [typeof(FileNotFoundException)] = StatusCode.NotFound,
        [typeof(DirectoryNotFoundException)] = StatusCode.NotFound,
        [typeof(KeyNotFoundException)] = StatusCode.NotFound,
        [typeof(UnauthorizedAccessException)] = StatusCode.PermissionDenied,
    };

    /// <summary>Says what an exception, and every one derived from it that has no status of its own, becomes.</summary>
    public ExceptionStatuses Map<TException>(StatusCode code)
        where TException : Exception
    {
        _codes[typeof(TException)] = code;
        return this;
    }

    /// <summary>The status for an exception, with its message in one line, or <see langword="null"/> where it is none of the known ones.</summary>
    internal Status? Find(Exception exception)
    {
        for (var type = exception.GetType(); type is not null; type = type.BaseType)
        {
            if (_codes.TryGetValue(type, out var code))
            {
                return new Status(code, exception.Message.ReplaceLineEndings(" "), exception);
            }
        }

        return null;
    }
}
