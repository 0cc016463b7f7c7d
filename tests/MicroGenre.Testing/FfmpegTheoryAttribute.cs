namespace MicroGenre.Testing;

/// <summary>A theory that needs ffmpeg to make its files.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    public FfmpegTheoryAttribute() => Skip = File.Exists("/usr/bin/ffmpeg") ? null : "needs ffmpeg";
}
