using System.Diagnostics;
using System.Text.Json.Serialization;

namespace MicroGenre.Signal;

/// <summary>
/// Settings of pictures in files, such as those that come with GTZAN on Kaggle: averaged to a size, the rows of red, green and blue one
/// below the other, <c>[3 * Height, Width]</c>, values from 0 to 1. They are not computed from audio (<see cref="PictureFile"/>).
/// </summary>
public sealed record PictureSettings : FeatureSettings
{
    /// <summary>Number of colours of a pixel.</summary>
    public const int Colours = 3;

    /// <summary>Height to which pictures are averaged, in pixels. Default: 72, a quarter of 288.</summary>
    public int Height { get; init; } = 72;

    /// <summary>Width to which pictures are averaged, in pixels. Default: 108, a quarter of 432.</summary>
    public int Width { get; init; } = 108;

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Feature => "picture";

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Rows => Colours * Height;

    internal override FrameFeature CreateFeature()
    {
        Require(false, nameof(Feature), Feature, "a feature of audio: pictures are read from .png files");
        throw new UnreachableException();
    }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(Height is >= 1 and <= 4096, nameof(Height), Height, "1 to 4096 pixels");
        Require(Width is >= 1 and <= 4096, nameof(Width), Width, "1 to 4096 pixels");
        Require(Preprocess is null, nameof(Preprocess), "given", "nothing: pictures have no sound");
    }
}
