namespace MicroGenre.Segmentation.Tests;

/// <summary>
/// Pieces whose form is known come back as that form, exactly: clusters are numbered as they appear, and so are the letters.
/// </summary>
public class FormRecoveryTests
{
    public static TheoryData<string, string, bool> Pieces
    {
        get
        {
            var pieces = new TheoryData<string, string, bool>();
            foreach (var sound in new[] { "resonances", "noise colours", "instruments" })
            {
                foreach (var form in new[] { "ABAB", "ABACA", "ABCABC", "AABBCCDD" })
                {
                    pieces.Add(sound, form, false);
                    pieces.Add(sound, form, true);
                }
            }

            return pieces;
        }
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_piece_of_known_form_is_recovered_exactly(string sound, string form, bool tuned)
    {
        var settings = tuned ? SegmentationSettings.Tuned : new SegmentationSettings();
        for (var seed = 1; seed <= 2; seed++)
        {
            var piece = Piece(sound, form, sectionSeconds: 6, seed);

            var found = new Segmenter(settings with { Clusters = form.Distinct().Count(), Seed = seed })
                .Segment(piece.Samples, SyntheticPiece.SampleRate);

            Assert.Equal(piece.Labels, found.Labels);
        }
    }

    [Theory]
    [InlineData("resonances")]
    [InlineData("noise colours")]
    [InlineData("instruments")]
    public void The_eigengap_finds_the_number_of_parts(string sound)
    {
        foreach (var form in new[] { "A", "ABAB", "ABACA" })
        {
            var piece = Piece(sound, form, sectionSeconds: 9, seed: 1);

            var found = new Segmenter(SegmentationSettings.Tuned).Segment(piece.Samples, SyntheticPiece.SampleRate);

            Assert.Equal(piece.Labels, found.Labels);
        }
    }

    private static SyntheticPiece Piece(string sound, string form, int sectionSeconds, int seed) => sound switch
    {
        "resonances" => SyntheticPiece.OfResonances(form, sectionSeconds, seed),
        "noise colours" => SyntheticPiece.OfNoiseColours(form, sectionSeconds, seed),
        _ => SyntheticPiece.OfInstruments(form, sectionSeconds, seed),
    };
}
