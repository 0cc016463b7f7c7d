using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Subsonic;

/// <summary>
/// An answer as JSON, or as XML of the same content: objects are elements, arrays repeated elements, other members attributes, and the
/// member <c>value</c> is an element's text.
/// </summary>
internal sealed class SubsonicAnswer : IResult
{
    private const string Root = "subsonic-response";
    private const string Text = "value";

    // The last version of Subsonic itself, which clients compare with.
    private const string ApiVersion = "1.16.1";

    private static readonly XNamespace Namespace = "http://subsonic.org/restapi";
    private static readonly string ServerVersion = typeof(SubsonicAnswer).Assembly.GetName().Version!.ToString(3);

    private readonly JsonObject _content;

    /// <summary>What was asked for.</summary>
    public SubsonicAnswer(JsonObject content) => _content = Envelope("ok", content);

    /// <summary>An error.</summary>
    public SubsonicAnswer(int code, string message) =>
        _content = Envelope("failed", new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    // Clients expect errors in an answer with status 200.
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var isJson = new SubsonicRequest(httpContext.Request.Query).WantsJson;
        httpContext.Response.ContentType = isJson ? ContractJson.MediaType : "application/xml; charset=utf-8";
        var text = isJson ? new JsonObject { [Root] = _content }.ToJsonString()
            : ToXml(Root, _content).ToString(SaveOptions.DisableFormatting);
        return httpContext.Response.WriteAsync(text, Encoding.UTF8, httpContext.RequestAborted);
    }

    private static JsonObject Envelope(string status, JsonObject content)
    {
        var envelope = new JsonObject
        {
            ["status"] = status,
            ["version"] = ApiVersion,
            ["type"] = "MicroGenre",
            ["serverVersion"] = ServerVersion,
            ["openSubsonic"] = true,
        };
        foreach (var (name, value) in content)
        {
            envelope[name] = value?.DeepClone();
        }

        return envelope;
    }

    private static XElement ToXml(string name, JsonNode? node) => node is not JsonObject content
        ? new XElement(Namespace + name, TextOf(node))
        : new XElement(Namespace + name, content.SelectMany(member => member.Value switch
        {
            JsonArray items => items.Select(item => (object)ToXml(member.Key, item)),
            JsonObject child => [ToXml(member.Key, child)],
            var text when member.Key == Text => [TextOf(text)],
            var attribute => [new XAttribute(member.Key, TextOf(attribute))],
        }));

    // Tags may hold characters that XML cannot.
    private static string TextOf(JsonNode? value) => string.Concat($"{value}".Where(XmlConvert.IsXmlChar));
}
