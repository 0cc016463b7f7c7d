namespace MicroGenre.Tagging.Formats;

/// <summary>A field that a new ID3v2 tag takes over from a tag of another kind.</summary>
/// <param name="Id">The frame's name in ID3v2.3, such as <c>TIT2</c>.</param>
/// <param name="Text">Its text; empty where there is none.</param>
internal readonly record struct TextFrame(string Id, string Text);
