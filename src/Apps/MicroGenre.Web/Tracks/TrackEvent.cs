using System.Text.Json;
using Google.Protobuf;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Tracks;

/// <summary>One line of the answer to an upload: <c>{"kind": …, "part": …, "data": …}</c>.</summary>
/// <param name="Kind"><c>uploaded</c>, <c>progress</c>, <c>result</c> or <c>failure</c>.</param>
/// <param name="Part">The part of the answer that it is about; <see langword="null"/> for all of it.</param>
/// <param name="Json">What it says.</param>
internal sealed record TrackEvent(string Kind, string? Part, string Json)
{
    /// <summary>All of the upload has arrived, and the work begins.</summary>
    public static TrackEvent Uploaded { get; } = new("uploaded", null, "null");

    /// <summary>How far a part is, 0 to 1.</summary>
    public static TrackEvent Progress(string part, double fraction) => new("progress", part, JsonSerializer.Serialize(fraction));

    /// <summary>A part, as its service answered it.</summary>
    public static TrackEvent Reply(string part, IMessage reply) => new("result", part, ContractJson.Of(reply));

    /// <summary>A part that is no message of a contract.</summary>
    public static TrackEvent Result<T>(string part, T data) =>
        new("result", part, JsonSerializer.Serialize(data, JsonSerializerOptions.Web));

    /// <summary>A part that failed.</summary>
    public static TrackEvent Failure(string part, Problem problem) =>
        new("failure", part, JsonSerializer.Serialize(problem, JsonSerializerOptions.Web));

    /// <summary>The line, with its end.</summary>
    public string ToLine() => $$"""{"kind":"{{Kind}}","part":{{(Part is null ? "null" : $"\"{Part}\"")}},"data":{{Json}}}{{'\n'}}""";
}
