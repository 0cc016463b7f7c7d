namespace MicroGenre.Evaluation.Suites;

/// <summary>A paper whose tables are reproduced.</summary>
/// <param name="Name">The short name that recipes use, such as <c>calm-2020</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Limits">What could not be measured as the paper did, and why.</param>
/// <param name="HopLength">Samples between two of its frames; <see langword="null"/> if it does not say.</param>
internal sealed record Paper(string Name, string Title, string Limits, int? HopLength = null)
{
    /// <summary>The papers, by name.</summary>
    public static IReadOnlyList<Paper> All { get; } =
    [
        new("calm-2020", "Novel Approach to Music Genre Classification using Clustering Augmented Learning Method (CALM)",
            "Its table 2 compares figures of other papers, which are not measured here. It does not say by which tracks it "
            + "chose its parameters and its best epoch, nor how many coefficients its baselines have; "
            + "its network of 15 steps does not follow from its pools.",
            HopLength: 1024),
        new("cnn-mel-image", "From Liszt to Justin Bieber: An Audio-Based Music Genre Classifier",
            "Its pictures are the colour plots that come with GTZAN on Kaggle; without them, spectrograms drawn and pooled likewise "
            + "take their place. It has three test accuracies: 45 % in its results, 40 % in its discussion, 50 % in its abstract."),
        new("hierarchical-lstm-2018", "Music Genre classification using a hierarchical Long Short Term Memory (LSTM) model",
            "It does not say how its numbers of epochs were chosen, nor how many test tracks each of its networks has. Its figure for ten "
            + "genres is a product of accuracies and not a share of tracks.",
            HopLength: 512),
        new("lstm-deep-features", "Music Genre Classification with LSTM, 2D-CNN and 1D-CNN based on Time and Frequency Domain Features",
            "It names neither its split nor whether it counts tracks or slices of tracks; slices of one track on both sides would raise "
            + "its figures. Its zero-crossing rates need audio, so that these rows are measured on fewer tracks.",
            HopLength: 512),
        new("segmentation-transfer-skip-rnn", "Music Genre Recognition using Deep Learning",
            "Its networks start from weights learnt on ImageNet, which are not at hand; weights learnt on Tiny-ImageNet take their "
            + "place for ResNet-34, and random ones for VGG-16. Extended Ballroom and 1517 Artists are not at hand. Its segmentation is "
            + "meant for long tracks; the tracks here have 30 s, as the paper's do."),
    ];

    /// <summary>The paper that the rows of a suite are from; <see langword="null"/> for none.</summary>
    public static Paper? Of(Suite suite) => suite.Rows.Select(row => row.Recipe.Published?.Paper).OfType<string>()
        .Select(name => All.FirstOrDefault(paper => paper.Name == name)).FirstOrDefault(paper => paper is not null);
}
