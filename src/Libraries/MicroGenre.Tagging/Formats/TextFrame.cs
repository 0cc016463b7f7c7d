namespace MicroGenre.Tagging.Formats;

/// <summary>A text field that a new ID3v2 tag copies from another tag.</summary>
/// <param name="Id">The frame's name in ID3v2.3, such as <c>TIT2</c>.</param>
/// <param name="Text">Its text; may be empty.</param>
internal readonly record struct TextFrame(string Id, string Text);
