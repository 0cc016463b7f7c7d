using System.Xml.Linq;

namespace MicroGenre.Learning.Tests;

public class TrainingCurvesTests
{
    private static readonly EpochResult[] History =
        [new(1, 0.01, 2, 0.25, null, null), new(2, 0.005, 1, 0.5, 1.5, 0.4) { Phase = "clusters" }];

    [Fact]
    public void The_table_has_a_line_per_epoch_and_leaves_out_what_was_not_measured() => Assert.Equal(
        "epoch,learning_rate,loss,accuracy,validation_loss,validation_accuracy,part\n1,0.01,2,0.25,,,\n2,0.005,1,0.5,1.5,0.4,clusters\n",
            TrainingCurves.ToCsv(History));

    [Fact]
    public void The_picture_has_a_line_for_each_measure_with_a_point_for_each_value()
    {
        var lines = XDocument.Parse(TrainingCurves.ToSvg(History)).Descendants().Where(element => element.Name.LocalName == "polyline")
            .Select(element => element.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal([1, 1, 1, 1, 1, 1], lines);
    }

    [Fact]
    public void Each_part_has_panels_of_its_own_and_none_for_what_it_does_not_measure()
    {
        EpochResult[] history =
        [
            new(1, 0.01, 2, 0.25, null, null) { Phase = "convolutions" }, new(1, 0.01, 9, 0, null, null) { Phase = "autoencoder" },
            new(2, 0.01, 8, 0, null, null) { Phase = "autoencoder" },
            new(1, 0.01, 1, 0.5, null, null) { Phase = "clusters", IntraClusterVariance = 3, WatchedLoss = 2 },
        ];

        var panels = TrainingCurves.Panels(history);

        Assert.Equal(
            [
                "convolutions: loss", "convolutions: accuracy, %", "autoencoder: loss", "clusters: loss", "clusters: accuracy, %",
                "clusters: variance within clusters, squared distance",
            ],
            panels.Select(panel => panel.Measure));
        Assert.Equal([(1, 9), (2, 8)], panels[2].Lines.Single().Points);
        Assert.Equal(["training", "test tracks, only watched"], panels[3].Lines.Select(line => line.Name));
    }

    [Fact]
    public void A_run_without_epochs_has_an_empty_picture() =>
        Assert.DoesNotContain("polyline", TrainingCurves.ToSvg([]), StringComparison.Ordinal);
}
