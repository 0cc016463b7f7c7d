using System.Text.Json;
using Aspire.ServiceDefaults.Calls;
using Google.Protobuf;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Tracks;

/// <summary>A line of the response to an upload: <c>{"kind": …, "part": …, "data": …}</c>.</summary>
/// <param name="Kind"><c>uploaded</c>, <c>progress</c>, <c>result</c> or <c>failure</c>.</param>
/// <param name="Part">The part that it belongs to; <see langword="null"/> for the whole response.</param>
/// <param name="Json">The data as JSON.</param>
internal sealed record TrackEvent(string Kind, string? Part, string Json)
{
    /// <summary>The upload is complete, and processing starts.</summary>
    /// <param name="sha256">The hash of the file, by which services know it.</param>
    public static TrackEvent Uploaded(byte[] sha256) =>
        new("uploaded", null, JsonSerializer.Serialize(Convert.ToHexStringLower(sha256)));

    /// <summary>The progress of a part, 0 to 1.</summary>
    public static TrackEvent Progress(string part, double fraction) => new("progress", part, JsonSerializer.Serialize(fraction));

    /// <summary>The result of a part: the reply of its service.</summary>
    public static TrackEvent Reply(string part, IMessage reply) => new("result", part, ContractJson.Of(reply));

    /// <summary>The result of a part that is not a message of a contract.</summary>
    public static TrackEvent Result<T>(string part, T data) =>
        new("result", part, JsonSerializer.Serialize(data, JsonSerializerOptions.Web));

    /// <summary>The failure of a part.</summary>
    public static TrackEvent Failure(string part, Problem problem) =>
        new("failure", part, JsonSerializer.Serialize(problem.ToResult().ProblemDetails, JsonSerializerOptions.Web));

    /// <summary>Formats the line, including the line break.</summary>
    public string ToLine() => $$"""{"kind":"{{Kind}}","part":{{(Part is null ? "null" : $"\"{Part}\"")}},"data":{{Json}}}{{'\n'}}""";
}
