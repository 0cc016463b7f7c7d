namespace MicroGenre.Signal;

/// <summary>The computation of one feature: frame by frame, then over all frames.</summary>
internal abstract class FrameFeature
{
    /// <summary>Number of values that <see cref="Compute"/> writes for each frame.</summary>
    public abstract int FrameValues { get; }

    /// <summary>Computes one frame's values, <c>[FrameValues]</c>.</summary>
    public abstract void Compute(FrameSpectrum spectrum, Span<float> values);

    /// <summary>Turns the values of all frames, <c>[FrameValues, frames]</c>, into the feature. It may reuse their memory.</summary>
    public virtual FeatureMatrix Finish(FeatureMatrix values) => values;
}
