using System.Text.Json;

namespace MicroGenre.Evaluation.Tests;

public sealed class EvaluationReportTests
{
    private static readonly string[] Labels = ["blues", "jazz", "rock"];

    [Fact]
    public void Json_has_the_documented_fields_with_genres_in_the_order_of_the_matrix()
    {
        var report = EvaluationReport.Of(Labels, [0, 1, 2, 1], [0.7f, 0.2f, 0.1f, 0.1f, 0.8f, 0.1f, 0.2f, 0.5f, 0.3f, 0.9f, 0.1f, 0f]);
        var json = JsonSerializer.Deserialize<JsonElement>(report.ToJson());

        Assert.Equal(4, json.GetProperty("tracks").GetInt32());
        Assert.Equal(0.5, json.GetProperty("accuracy").GetDouble());
        Assert.Equal(1.0, json.GetProperty("top2").GetDouble());
        Assert.Equal(2, json.GetProperty("accuracy_95").GetArrayLength());
        Assert.Equal(Labels, json.GetProperty("per_genre").EnumerateObject().Select(genre => genre.Name), StringComparer.Ordinal);
        var jazz = json.GetProperty("per_genre").GetProperty("jazz");
        Assert.Equal(0.5, jazz.GetProperty("recall").GetDouble());
        Assert.Equal(0.5, jazz.GetProperty("precision").GetDouble());
        Assert.Equal(0.5, jazz.GetProperty("f1").GetDouble());
        Assert.Equal(2, jazz.GetProperty("tracks").GetInt32());
        Assert.Equal("[[1,0,0],[1,1,0],[0,1,0]]", json.GetProperty("confusion").GetRawText());
        Assert.Equal(((2.0 / 3) + 0.5 + 0) / 3, json.GetProperty("macro_f1").GetDouble(), 12);
    }

    [Fact]
    public void The_interval_holds_the_accuracy()
    {
        var random = new Random(5);
        int[] actual = [.. Enumerable.Range(0, 200).Select(_ => random.Next(3))];
        float[] probabilities =
        [
            .. actual.SelectMany(label => Enumerable.Range(0, 3).Select(i => random.NextSingle() + (i == label ? 0.3f : 0))),
        ];
        var report = EvaluationReport.Of(Labels, actual, probabilities);

        Assert.InRange(report.Accuracy, report.Accuracy95[0], report.Accuracy95[1]);
        Assert.InRange(report.Accuracy95[1] - report.Accuracy95[0], 0.05, 0.2);
    }

    [Fact]
    public void The_interval_depends_on_how_many_tracks_are_right_and_not_on_what_the_others_are_taken_for()
    {
        int[] actual = [0, 0, 1, 2];
        float[] Taken(params int[] genres) => [.. genres.SelectMany(genre => Enumerable.Range(0, 3).Select(i => i == genre ? 1f : 0))];

        Assert.Equal(EvaluationReport.Of(Labels, actual, Taken(0, 1, 1, 1)).Accuracy95,
            EvaluationReport.Of(Labels, actual, Taken(0, 0, 2, 0)).Accuracy95);
    }

    [Fact]
    public void No_tracks_make_no_report() =>
        Assert.Contains("no tracks", Assert.Throws<ArgumentException>(() => EvaluationReport.Of(Labels, [], [])).Message);
}
