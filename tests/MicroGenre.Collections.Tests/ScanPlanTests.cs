using MicroGenre.Collections.Scanning;

namespace MicroGenre.Collections.Tests;

public class ScanPlanTests
{
    private static readonly DateTime Time = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_file_that_is_as_it_was_is_not_read() => Assert.Empty(Plan(Known("a"), Found("a")).ToRead);

    [Fact]
    public void Another_length_or_time_has_a_file_read()
    {
        Assert.Single(Plan(Known("a"), Found("a") with { Length = 2 }).ToRead);
        Assert.Single(Plan(Known("a"), Found("a") with { Modified = Time.AddTicks(1) }).ToRead);
    }

    [Fact]
    public void Another_model_or_other_features_have_a_track_read_again()
    {
        Assert.Single(ScanPlan.Of([Known("a")], [Found("a")], "gtzan/2", 1).ToRead);
        Assert.Single(ScanPlan.Of([Known("a")], [Found("a")], "gtzan/1", 2).ToRead);
    }

    [Fact]
    public void What_could_not_be_decoded_is_not_tried_with_another_model() =>
        Assert.Empty(ScanPlan.Of([Known("a") with { HasFailed = true, Model = null }], [Found("a")], "gtzan/2", 1).ToRead);

    [Fact]
    public void What_is_remembered_and_not_there_is_missing() =>
        Assert.Equal("a", Assert.Single(Plan(Known("a"), Found("b")).Missing).Path);

    [Fact]
    public void Only_one_file_gets_the_row_of_a_missing_one()
    {
        var content = new KnownContent([Known("a")], [Known("a")], "gtzan/1", 1);

        Assert.Equal("a", content.TakeMissing("hash")!.Path);
        Assert.Null(content.TakeMissing("hash"));
        Assert.Empty(content.LeftMissing());
    }

    private static ScanPlan Plan(KnownFile known, FoundFile found) => ScanPlan.Of([known], [found], "gtzan/1", 1);

    private static KnownFile Known(string path) => new(1, path, 1, Time, "hash", IsGone: false, HasFailed: false, "gtzan/1", 1);

    private static FoundFile Found(string path) => new(path, 1, Time);
}
