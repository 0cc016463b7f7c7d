namespace MicroGenre.Learning.Tests;

public class EnsembleTests
{
    [Theory]
    [InlineData("arithmetic")]
    [InlineData("geometric")]
    public void Members_are_pooled_by_their_weights(string pooling)
    {
        var tracks = Examples.Separable(6);
        var (one, other) = (Answer("{}", tracks), Answer("""{ "shrinkage": 0.2, "temperature": 30 }""", tracks));
        var both = Classify($$"""
            { "kind": "ensemble", "parameters": { "pooling": "{{pooling}}", "members": [
                { "classifier": { "kind": "linear-discriminant" } },
                { "weight": 3, "classifier": { "kind": "linear-discriminant", "parameters": { "shrinkage": 0.2, "temperature": 30 } } }] } }
            """, tracks);
        for (var track = 0; track < both.Length; track++)
        {
            var pooled = one[track].Zip(other[track], (p, q) => pooling == "geometric" ? Math.Exp((Math.Log(p) + (3 * Math.Log(q))) / 4)
                : (p + (3 * (double)q)) / 4).ToArray();
            Assert.All(pooled.Zip(both[track]), pair => Assert.Equal(pair.First / pooled.Sum(), pair.Second, 1e-5));
        }
    }

    [Fact]
    public void A_genre_that_a_member_rules_out_is_not_a_number_to_no_one()
    {
        var tracks = Examples.Separable(4);
        var answers = Classify(
            """{ "kind": "ensemble", "parameters": { "pooling": "geometric", "members": [{ "classifier": { "kind": "decision-tree" } }, { "classifier": { "kind": "linear-discriminant" } }] } }""",
            tracks);
        Assert.All(answers, answer => Assert.Equal(1, answer.Sum(), 1e-5));
    }

    private static float[][] Answer(string parameters, TrackSet tracks) => Classify($$"""{ "kind": "linear-discriminant", "parameters": {{parameters}} }""", tracks);

    private static float[][] Classify(string classifier, TrackSet tracks)
    {
        var recipe = Recipe.FromJson($$"""{ "name": "x", "classifier": {{classifier}} }""") with { Features = new Signal.LogMelSettings { MelBands = Examples.Bands } };
        using var model = TrainingRun.Run(recipe, tracks);
        return model.Classify([.. tracks.Tracks.Select(track => track.Features)]);
    }
}
