namespace MicroGenre.FeatureExtraction.Caching;

/// <summary>What a cached feature is kept under: the content of the audio and the settings, never a name.</summary>
/// <param name="Audio">SHA-256 of the audio's bytes, as hexadecimal digits.</param>
/// <param name="Settings">SHA-256 of the settings' canonical JSON, as hexadecimal digits.</param>
public readonly record struct FeatureKey(string Audio, string Settings)
{
    /// <summary>
    /// The key's text in a cache that is shared with others. The number is the version of <see cref="CachedFeature"/>'s form.
    /// </summary>
    public override string ToString() => $"microgenre:feature:{CachedFeature.FormatVersion}:{Audio}:{Settings}";
}
