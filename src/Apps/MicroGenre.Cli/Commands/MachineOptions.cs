using System.CommandLine;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Commands;

/// <summary>The options for the machine of a training: <c>--device</c>, <c>--precision</c> and <c>--threads</c>.</summary>
internal sealed class MachineOptions
{
    private static readonly Dictionary<string, Precision> Precisions = new(StringComparer.Ordinal)
    {
        ["single"] = Precision.Single,
        ["tf32"] = Precision.TensorFloat32,
        ["bf16"] = Precision.BFloat16,
    };

    private readonly Option<string?> _device;
    private readonly Option<string?> _precision;
    private readonly Option<int?> _threads;

    /// <param name="scope">The part of the command that the options are for; <see langword="null"/> for all of it.</param>
    public MachineOptions(string? scope = null)
    {
        _device = new("--device")
        {
            Description = Describe(scope, "Device to train networks on: cpu, cuda, or cuda:1 for the second GPU. Default: cpu."),
            HelpName = "DEVICE",
        };
        _precision = new("--precision")
        {
            Description = Describe(scope, "Precision to train networks with: single, tf32 (on CUDA) or bf16. Default: single."),
            HelpName = "NUMBERS",
        };
        _threads = new("--threads")
        {
            Description = Describe(scope, "Number of threads; results are reproducible for a given number. Default: one per core."),
            HelpName = "N",
        };
    }

    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_precision);
        command.Add(_threads);
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">A value is invalid, or a server is used, which has its own settings.</exception>
    public TrainingOptions Read(ParseResult result, Option<string?>? server = null)
    {
        var (device, precision, threads) = (result.GetValue(_device), result.GetValue(_precision), result.GetValue(_threads));
        if (server is not null && result.GetValue(server) is not null && (device ?? precision ?? threads?.ToString()) is not null)
        {
            throw new UsageException(
                $"{_device.Name}, {_precision.Name} and {_threads.Name} cannot be combined with {server.Name}.");
        }

        if (!Precisions.TryGetValue(precision ?? "single", out var numbers))
        {
            throw new UsageException($"{_precision.Name} must be one of {string.Join(", ", Precisions.Keys)}, not '{precision}'.");
        }

        if (threads is < 1)
        {
            throw new UsageException($"{_threads.Name} must be at least 1.");
        }

        return new TrainingOptions { Device = device ?? "cpu", Precision = numbers, Threads = threads ?? 0 };
    }

    private static string Describe(string? scope, string text) =>
        scope is null ? text : $"{scope}: {char.ToLowerInvariant(text[0])}{text[1..]}";
}
