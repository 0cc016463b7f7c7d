using Google.Protobuf;

namespace MicroGenre.Web.Http;

/// <summary>Converts the contracts' messages to and from JSON, so that the page needs no other data format.</summary>
internal static class ContractJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <summary>A message as one line of JSON.</summary>
    public static string Of(IMessage message) => Formatter.Format(message);

    /// <summary>A message as a response.</summary>
    public static IResult Result(IMessage message) => Results.Text(Of(message), "application/json");

    /// <summary>Reads a message from a request's body.</summary>
    /// <exception cref="InvalidJsonException">The body is not JSON.</exception>
    /// <exception cref="InvalidProtocolBufferException">The JSON does not match the message.</exception>
    public static async Task<TMessage> ReadAsync<TMessage>(HttpRequest request)
        where TMessage : IMessage, new()
    {
        using var reader = new StreamReader(request.Body);
        return Parser.Parse<TMessage>(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
    }
}
