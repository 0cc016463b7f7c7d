using MicroGenre.Evaluation.Metrics;

namespace MicroGenre.Evaluation.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Rows_are_actual_classes_and_columns_predicted_ones()
    {
        var matrix = ConfusionMatrix.Of([0, 0, 2], [0, 1, 1], 3);

        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(0, matrix[1, 0]);
        Assert.Equal(1, matrix[2, 1]);
        Assert.Equal(3, matrix.Total);
        Assert.Equal(1, matrix.Correct);
    }

    [Fact]
    public void A_class_out_of_range_is_named_with_its_track()
    {
        var error = Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0, 3], [0, 1], 3));

        Assert.Contains("Track 1 has class 3", error.Message);
    }

    [Fact]
    public void Different_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of([0, 1], [0], 3));

    [Fact]
    public void Negative_counts_and_oblong_matrices_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(new long[,] { { 1, -1 }, { 0, 0 } }));
        Assert.Throws<ArgumentException>(() => new ConfusionMatrix(new long[2, 3]));
    }

    [Fact]
    public void The_CALM_papers_matrix_gives_the_precision_that_it_prints_for_each_genre()
    {
        // Table 3. For reggae and rock the paper prints 86.4 % and 79.4 %, which its own counts (76 of 89, 85 of 110) do not give.
        var matrix = new ConfusionMatrix(new long[,]
        {
            { 95, 0, 0, 0, 0, 1, 0, 0, 1, 3 },
            { 0, 95, 0, 0, 0, 1, 0, 0, 1, 1 },
            { 1, 1, 82, 1, 0, 0, 0, 0, 0, 6 },
            { 0, 0, 3, 75, 1, 0, 1, 0, 1, 3 },
            { 0, 0, 0, 0, 72, 0, 0, 3, 6, 4 },
            { 1, 2, 0, 0, 0, 77, 0, 0, 1, 1 },
            { 0, 0, 0, 3, 0, 0, 64, 0, 0, 3 },
            { 0, 0, 0, 0, 1, 0, 1, 75, 2, 1 },
            { 1, 0, 0, 0, 1, 0, 0, 3, 76, 3 },
            { 2, 0, 7, 3, 0, 1, 1, 0, 1, 85 },
        });
        var calm = CalmMetrics.Of(matrix);

        double[] printed = [95, 96.9, 89.1, 91.5, 96, 96.3, 95.5, 92.6];
        Assert.All(printed, (percent, genre) => Assert.Equal(percent, 100 * calm.Genres[genre].Precision, tolerance: 0.051));
        Assert.Equal(76.0 / 89, calm.Genres[8].Precision);
        Assert.Equal(calm.Genres.Average(genre => genre.Precision), calm.Precision, 12);
        Assert.Equal(calm.Genres.Average(genre => genre.Recall), calm.Recall, 12);
        Assert.Equal(new CalmGenre(95, 5, 5), calm.Genres[0]);
        Assert.Equal(796.0 / 874, calm.Accuracy, 12);
    }

    [Fact]
    public void CALM_means_count_genres_that_never_occur_as_zero()
    {
        var calm = CalmMetrics.Of(ConfusionMatrix.Of([0, 1], [0, 1], 4));

        Assert.Equal(0.5, calm.Precision);
        Assert.Equal(0.5, calm.Recall);
        Assert.Equal(1, calm.Accuracy);
    }
}
