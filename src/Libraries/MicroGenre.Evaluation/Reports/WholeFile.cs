namespace MicroGenre.Evaluation.Reports;

/// <summary>Writes files that appear whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes text to a temporary file beside <paramref name="path"/>, then gives it its name.</summary>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
