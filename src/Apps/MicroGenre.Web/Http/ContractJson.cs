using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.AspNetCore.Http.Features;

namespace MicroGenre.Web.Http;

/// <summary>Converts the contracts' messages to and from JSON, so that the page needs no other data format.</summary>
internal static class ContractJson
{
    /// <summary>The media type of JSON.</summary>
    public const string MediaType = "application/json";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    /// <summary>A message as one line of JSON.</summary>
    public static string Of(IMessage message) => Formatter.Format(message);

    /// <summary>Reads a message from a request's body; without a body, nothing of it is set.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    /// <exception cref="InvalidProtocolBufferException">The JSON does not match the message.</exception>
    public static async Task<TMessage> ReadAsync<TMessage>(HttpRequest request)
        where TMessage : IMessage, new()
    {
        if (request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            return new TMessage();
        }

        var body = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);

        // Generated clients write null for what is not set. In a group of which only one may be set, the parser counts that.
        RemoveNulls(body);
        return Parser.Parse<TMessage>(body?.ToJsonString() ?? "null");
    }

    private static void RemoveNulls(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (value is null)
                    {
                        members.Remove(name);
                    }

                    RemoveNulls(value);
                }

                break;

            case JsonArray items:
                items.ToList().ForEach(RemoveNulls);
                break;
        }
    }
}
