using Google.Protobuf.Reflection;

namespace MicroGenre.Web.OpenApi;

/// <summary>The call of a service that an endpoint stands for.</summary>
internal sealed record CallsRpc(MethodDescriptor Method);

/// <summary>What an endpoint answers with.</summary>
/// <param name="MediaType">The media type.</param>
/// <param name="Message">The contract's message, of each line or event if there are several; <see langword="null"/> for bytes.</param>
internal sealed record AnswersWith(string MediaType, MessageDescriptor? Message);

/// <summary>The contract's message that an endpoint reads from its query string.</summary>
internal sealed record TakesQuery(MessageDescriptor Message);

/// <summary>The contract's message that an endpoint reads from its body.</summary>
internal sealed record TakesBody(MessageDescriptor Message);

/// <summary>An endpoint reads a file from its body, or from a form.</summary>
internal sealed record TakesFile;

/// <summary>An endpoint reads files from a form.</summary>
internal sealed record TakesFiles;
