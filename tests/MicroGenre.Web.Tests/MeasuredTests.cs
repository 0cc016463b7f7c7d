using System.Text.Json;
using System.Text.Json.Nodes;
using MicroGenre.Testing;

namespace MicroGenre.Web.Tests;

/// <summary>What the page says to expect of a recipe is what docs/results has measured.</summary>
public class MeasuredTests
{
    [Fact]
    public void Expected_times_and_scores_are_those_of_the_results()
    {
        var script = File.ReadAllText(Repository.PathOf("src", "Apps", "MicroGenre.Web", "wwwroot", "js", "measured.js"));
        var told = JsonNode.Parse(script[script.IndexOf('{', script.IndexOf("measured =", StringComparison.Ordinal))..].TrimEnd(';', '\n'))!
            .AsObject().ToDictionary(recipe => recipe.Key, recipe => Expectation.Read(recipe.Value!), StringComparer.Ordinal);

        // A random split promises too much: artists are on both sides of it.
        var runs = Directory.EnumerateFiles(Repository.PathOf("docs", "results", "results"), "*.json")
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)
            .Where(IsArtistAware)
            .GroupBy(run => run.GetProperty("recipe").GetProperty("name").GetString()!, StringComparer.Ordinal);

        Assert.Equal(runs.ToDictionary(recipe => recipe.Key, Expectation.Of, StringComparer.Ordinal), told);
    }

    private static bool IsArtistAware(JsonElement run) => run.GetProperty("split").GetString() is { } split
        && !split.StartsWith("random", StringComparison.Ordinal) && !split.StartsWith("fold", StringComparison.Ordinal);

    private sealed record Expectation(double Seconds, int Learnt, int Right, int Tracks)
    {
        public static Expectation Read(JsonNode told) => new(
            (double)told["seconds"]!, (int)told["learnt"]!, (int)told["right"]!, (int)told["tracks"]!);

        public static Expectation Of(IEnumerable<JsonElement> runs)
        {
            JsonElement[] all = [.. runs];
            JsonElement[] answers = [.. all.SelectMany(run => run.GetProperty("answers").GetProperty("tracks").EnumerateArray())];
            return new Expectation(
                Math.Round(all.Average(run => run.GetProperty("seconds").GetDouble()), 1),
                all.Min(run => run.GetProperty("train").GetProperty("tracks").GetInt32()),
                answers.Count(IsRight),
                answers.Length);
        }

        private static bool IsRight(JsonElement answer)
        {
            double[] shares = [.. answer.GetProperty("probabilities").EnumerateArray().Select(share => share.GetDouble())];
            return Array.IndexOf(shares, shares.Max()) == answer.GetProperty("genre").GetInt32();
        }
    }
}
