namespace MicroGenre.Learning;

/// <summary>The lengths of a recipe's input, in frames of its features.</summary>
/// <param name="Crop">Number of frames of a training crop; <see langword="null"/> for whole tracks.</param>
/// <param name="Prediction">Number of frames of a window at prediction.</param>
/// <param name="Segment">Number of frames of a span that a classical learner learns and classifies separately; <see langword="null"/> for
/// whole tracks.</param>
public sealed record InputLengths(int? Crop, int Prediction, int? Segment)
{
    /// <summary>Length of a window at prediction if a recipe gives none, in seconds.</summary>
    public const double DefaultPredictionSeconds = 40;

    /// <summary>Counts the frames of the lengths in an input.</summary>
    internal static InputLengths Of(InputSettings input, FrameTiming timing) => new(
        input.CropFrames ?? Frames(input.CropSeconds, timing),
        input.PredictionFrames ?? timing.FramesIn(input.PredictionSeconds ?? DefaultPredictionSeconds),
        input.Vector.SegmentFrames ?? Frames(input.Vector.SegmentSeconds, timing));

    /// <summary>
    /// The lengths as they apply to tracks of at most <paramref name="longest"/> frames: a longer one is the whole track.
    /// </summary>
    internal InputLengths Within(int longest) => new(
        Crop, Math.Min(Prediction, longest), Segment is { } segment ? Math.Min(segment, longest) : null);

    /// <summary>The settings of an input that count frames, by their names in recipes.</summary>
    internal static IEnumerable<string> InFrames(InputSettings input)
    {
        (string Name, int? Frames)[] settings =
        [
            ("input.cropFrames", input.CropFrames), ("input.predictionFrames", input.PredictionFrames),
            ("input.vector.segmentFrames", input.Vector.SegmentFrames),
        ];
        return settings.Where(setting => setting.Frames is not null).Select(setting => setting.Name);
    }

    /// <summary>What is wrong with the lengths of an input; <see langword="null"/> for nothing.</summary>
    internal static string? Fault(InputSettings input)
    {
        (string Name, int? Frames, double? Seconds)[] lengths =
        [
            ("input.crop", input.CropFrames, input.CropSeconds), ("input.prediction", input.PredictionFrames, input.PredictionSeconds),
            ("input.vector.segment", input.Vector.SegmentFrames, input.Vector.SegmentSeconds),
        ];
        return lengths.Select(length => length switch
        {
            { Frames: not null, Seconds: not null } => $"{length.Name}Seconds and {length.Name}Frames exclude each other",
            { Frames: <= 0 } => $"{length.Name}Frames must be positive",
            { Seconds: { } seconds } when !(seconds > 0) => $"{length.Name}Seconds must be positive",
            _ => null,
        }).FirstOrDefault(fault => fault is not null);
    }

    private static int? Frames(double? seconds, FrameTiming timing) => seconds is { } length ? timing.FramesIn(length) : null;
}
