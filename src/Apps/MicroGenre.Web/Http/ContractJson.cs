using Google.Protobuf;

namespace MicroGenre.Web.Http;

/// <summary>The contracts' messages as JSON, which is what the page reads and writes: their fields need no second description.</summary>
internal static class ContractJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <summary>A message's JSON, on one line.</summary>
    public static string Of(IMessage message) => Formatter.Format(message);

    /// <summary>A message as an answer.</summary>
    public static IResult Result(IMessage message) => Results.Text(Of(message), "application/json");

    /// <summary>The message in a request's body.</summary>
    /// <exception cref="InvalidJsonException">It is no JSON.</exception>
    /// <exception cref="InvalidProtocolBufferException">It is not the message's JSON.</exception>
    public static async Task<TMessage> ReadAsync<TMessage>(HttpRequest request)
        where TMessage : IMessage, new()
    {
        using var reader = new StreamReader(request.Body);
        return Parser.Parse<TMessage>(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
    }
}
