using System.CommandLine;
using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Cli.Commands;

/// <summary>The options that say how far apart the frames of <c>.npy</c> spectrograms are.</summary>
internal sealed class TimingOptions
{
    private readonly Option<int?> _hop = new("--hop-length")
    {
        Description =
            "Samples between two frames of the spectrograms. Default: the column hop_length of their labels, or the recipe's hop.",
        HelpName = "N",
    };

    private readonly Option<int?> _rate = new("--sample-rate")
    {
        Description =
            $"With --hop-length: samples per second of the audio behind the spectrograms. Default: {AudioFile.DefaultSampleRate}.",
        HelpName = "HZ",
    };

    public void AddTo(Command command)
    {
        command.Add(_hop);
        command.Add(_rate);
    }

    /// <summary>Reads the options; <see langword="null"/> if none is given.</summary>
    /// <exception cref="UsageException">A number is not positive, or a rate is given without a hop.</exception>
    public FrameTiming? Read(ParseResult result) => (result.GetValue(_hop), result.GetValue(_rate)) switch
    {
        (null, null) => null,
        (null, _) => throw new UsageException($"{_rate.Name} needs {_hop.Name}."),
        ( <= 0, _) or (_, <= 0) => throw new UsageException($"{_hop.Name} and {_rate.Name} must be positive."),
        ({ } hop, var rate) => new FrameTiming(rate ?? AudioFile.DefaultSampleRate, hop),
    };
}
