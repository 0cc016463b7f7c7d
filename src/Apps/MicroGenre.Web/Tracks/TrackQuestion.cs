using MicroGenre.Contracts;

namespace MicroGenre.Web.Tracks;

/// <summary>What is asked about an upload.</summary>
/// <param name="Model">The model that answers; empty for the default one.</param>
/// <param name="Version">Its version, from 1; 0 for the one that serves.</param>
/// <param name="Genre">The genre to explain; empty for the most probable one.</param>
/// <param name="Coverage">What the set of possible genres promises, above 0 and below 1; <see langword="null"/> for no set.</param>
internal sealed record TrackQuestion(string Model, int Version, string Genre, double? Coverage = null)
{
    /// <summary>The question as the contract has it.</summary>
    public ClassifyOptions ToOptions()
    {
        var options = new ClassifyOptions { Model = Model, Version = Version };
        if (Coverage is { } coverage)
        {
            options.Coverage = coverage;
        }

        return options;
    }
}
