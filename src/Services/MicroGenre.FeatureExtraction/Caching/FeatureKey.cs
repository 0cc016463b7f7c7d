namespace MicroGenre.FeatureExtraction.Caching;

/// <summary>The key of a cached feature: the content of the audio and the settings, never a name.</summary>
/// <param name="Audio">SHA-256 of the audio's bytes, in hexadecimal.</param>
/// <param name="Settings">SHA-256 of the settings' canonical JSON, in hexadecimal.</param>
public readonly record struct FeatureKey(string Audio, string Settings)
{
    /// <summary>The key as text for a shared cache. It contains the version of <see cref="CachedFeature"/>'s format.</summary>
    public override string ToString() => $"microgenre:feature:{CachedFeature.FormatVersion}:{Audio}:{Settings}";
}
