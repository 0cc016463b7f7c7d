using System.Globalization;
using MicroGenre.Cli.Audio;

namespace MicroGenre.Cli.Output;

/// <summary>A set of genres with its promise, for people.</summary>
internal static class SetText
{
    /// <summary>Such as <c>one of Reggae, Hip-Hop (90 %)</c>.</summary>
    public static string Of(Classification classification, double coverage)
    {
        var promise = string.Create(CultureInfo.InvariantCulture, $"({coverage * 100:0.##} %)");
        return classification.Set switch
        {
            null or [] => $"none of the model's genres {promise}",
            [var only] => $"{classification.NameOf(only)} {promise}",
            var some => $"one of {string.Join(", ", some.Select(classification.NameOf))} {promise}",
        };
    }
}
