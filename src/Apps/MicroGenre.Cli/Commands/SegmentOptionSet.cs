using System.CommandLine;
using System.Globalization;
using MicroGenre.Contracts;

namespace MicroGenre.Cli.Commands;

/// <summary>The options of <c>microgenre segment</c> for the settings.</summary>
internal sealed class SegmentOptionSet
{
    private const string NoScale = "none";
    private const string SelfTuning = "self-tuning";
    private const double SelfTuningShare = 0.25;

    private readonly Option<bool> _tuned = new("--tuned")
    {
        Description = "Use the settings that work best on real music as defaults, instead of the paper's formula.",
    };
    private readonly Option<int?> _clusters = new("--clusters")
    {
        Description = "Number of clusters. Default: chosen by the eigengap.",
        HelpName = "K",
    };
    private readonly Option<double?> _window = new("--window")
    {
        Description = "Length of a window, in seconds. Default: 1.",
        HelpName = "SECONDS",
    };
    private readonly Option<double?> _overlap = new("--overlap")
    {
        Description = "Share of a window that overlaps with the next, 0 to 0.9. Default: 0.",
        HelpName = "PART",
    };
    private readonly Option<int?> _order = new("--order")
    {
        Description = "Order of the autoregressive models. Default: 16.",
        HelpName = "P",
    };
    private readonly Option<int?> _lags = new("--lags")
    {
        Description = "Number of lags of the residual's autocorrelation. Default: 16.",
        HelpName = "M",
    };
    private readonly Option<bool> _burg = new("--burg") { Description = "Estimate the models with Burg's method." };
    private readonly Option<string?> _scale = new("--scale")
    {
        Description = "Scale of the distances: none (the paper), self-tuning, or a number.",
        HelpName = "SCALE",
    };
    private readonly Option<int?> _context = new("--context")
    {
        Description = "Number of windows on either side for the median of distances. Default: 0, tuned 2.",
        HelpName = "N",
    };
    private readonly Option<int?> _smoothing = new("--smoothing")
    {
        Description = "Number of windows on either side that vote on a window's cluster. Default: 0, tuned 2.",
        HelpName = "N",
    };
    private readonly Option<int?> _seed = new("--seed") { Description = "Seed of the random starts. Default: 0.", HelpName = "N" };
    private readonly Option<double?> _representative = new("--representative")
    {
        Description = "Length of the representative excerpt, in seconds. Default: 30.",
        HelpName = "SECONDS",
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _tuned, _clusters, _window, _overlap, _order, _lags, _burg, _scale, _context, _smoothing,
            _seed, _representative })
        {
            command.Add(option);
        }
    }

    /// <summary>Reads the options.</summary>
    /// <exception cref="UsageException">The scale is neither a known word nor a number.</exception>
    public SegmentOptions Read(ParseResult result)
    {
        var options = new SegmentOptions { Tuned = result.GetValue(_tuned) };
        if (result.GetValue(_burg))
        {
            options.Burg = true;
        }

        Set(_clusters, value => options.Clusters = value);
        Set(_window, value => options.WindowSeconds = value);
        Set(_overlap, value => options.Overlap = value);
        Set(_order, value => options.Order = value);
        Set(_lags, value => options.Lags = value);
        Set(_context, value => options.Context = value);
        Set(_smoothing, value => options.Smoothing = value);
        Set(_seed, value => options.Seed = value);
        Set(_representative, value => options.RepresentativeSeconds = value);
        if (result.GetValue(_scale) is { } scale)
        {
            SetScale(options, scale);
        }

        return options;

        void Set<T>(Option<T?> option, Action<T> assign)
            where T : struct
        {
            if (result.GetValue(option) is { } value)
            {
                assign(value);
            }
        }
    }

    private static void SetScale(SegmentOptions options, string scale)
    {
        if (string.Equals(scale, NoScale, StringComparison.Ordinal))
        {
            options.FixedScale = 1; // A scale of 1 is the formula as printed, also where the tuned settings have another.
        }
        else if (string.Equals(scale, SelfTuning, StringComparison.Ordinal))
        {
            options.SelfTuningShare = SelfTuningShare;
        }
        else
        {
            options.FixedScale = double.TryParse(scale, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new UsageException($"--scale must be {NoScale}, {SelfTuning} or a number, not '{scale}'.");
        }
    }
}
