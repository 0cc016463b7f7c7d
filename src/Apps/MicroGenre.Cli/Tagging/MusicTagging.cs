using MicroGenre.Cli.Audio;
using MicroGenre.Cli.Output;
using MicroGenre.Learning;
using MicroGenre.Learning.Taxonomies;
using MicroGenre.Tagging;

namespace MicroGenre.Cli.Tagging;

/// <summary>Tags tracks, and reports what was done.</summary>
internal static class MusicTagging
{
    /// <summary>Tags tracks.</summary>
    /// <param name="tracks">The tracks.</param>
    /// <param name="classifier">Tells their genres; disposed at the end.</param>
    /// <param name="order">What to do.</param>
    /// <param name="cancellation">Ends the work between two tracks.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="UsageException">The taxonomy does not fit the model.</exception>
    public static async Task<int> RunAsync(
        IReadOnlyList<TrackArgument> tracks, ITrackClassifier classifier, TaggingOrder order, CancellationToken cancellation)
    {
        using var owned = classifier;
        if (await classifier.LabelsAsync(cancellation) is { } labels)
        {
            Check(order.Rule.Taxonomy, labels);
        }

        using var journal = order.Write && !order.OnlySidecar ? TagJournal.Create(order.Journals) : null;
        var tagger = new Tagger(classifier, order, journal);
        var (votes, heard, failed) = (new GroupVotes(), tracks, 0);
        if (order.Grouping != TrackGrouping.None)
        {
            (heard, failed) = await ListenAsync(tracks, classifier, tagger, votes, order.Json, cancellation);
        }

        var decisions = new List<TagDecision>();
        var code = heard.Count == 0 ? failed : await EachTrack.RunAsync(
            heard, "tagging", order.Json, classifier.AtOnce,
            (track, audio, _) => order.Grouping == TrackGrouping.None
                ? tagger.DecideAsync(track, audio, cancellation)
                : tagger.DecideAsync(track, audio, votes, cancellation),
            (_, decision, screen) =>
            {
                decisions.Add(decision);
                Screen.WriteDamage(decision.File, decision.Damage);
                screen.WriteLine(order.Json ? decision.ToJson() : decision.ToString());
            },
            cancellation);
        var listed = decisions.Where(decision => decision.Action == TagAction.Sidecar).ToList();
        if (order.Write && listed.Count > 0)
        {
            Sidecar.Write(order.Sidecar, listed);
        }

        if (order.Html is { } page)
        {
            TagPage.Write(page, decisions, order.Write);
        }

        Sum(decisions, tracks.Count - decisions.Count, order, journal is { HasChanges: true } ? journal.Run : null);
        return Math.Max(code, failed);
    }

    private static void Check(Taxonomy taxonomy, IReadOnlyList<string> labels)
    {
        if (taxonomy.Misspelled(labels) is { } genre)
        {
            throw new UsageException($"The taxonomy has a synonym that does not fit: {GenreName.Unknown(genre, labels)}");
        }

        if (!labels.Any(taxonomy.HasWordFor))
        {
            throw new UsageException($"The taxonomy has no word for any of the model's genres: {string.Join(", ", labels)}.");
        }
    }

    // All tracks are classified before the first genre is written: the last track may belong to the first group.
    private static async Task<(IReadOnlyList<TrackArgument> Heard, int Code)> ListenAsync(
        IReadOnlyList<TrackArgument> tracks,
        ITrackClassifier classifier,
        Tagger tagger,
        GroupVotes votes,
        bool json,
        CancellationToken cancellation)
    {
        var heard = new List<TrackArgument>();
        var code = await EachTrack.RunAsync(
            tracks, "listening", json, classifier.AtOnce,
            async (track, audio, _) =>
            {
                await tagger.ListenAsync(track, audio, votes, cancellation);
                return track;
            },
            (track, _, _) => heard.Add(track),
            cancellation);
        return (heard, code);
    }

    private static void Sum(List<TagDecision> decisions, int broken, TaggingOrder order, string? run)
    {
        int Count(TagAction action) => decisions.Count(decision => decision.Action == action);
        var (tagged, listed, kept, unsure, unmapped, noGenre) =
            (Count(TagAction.Tag), Count(TagAction.Sidecar), Count(TagAction.Kept), Count(TagAction.Unsure), Count(TagAction.Unmapped),
                Count(TagAction.NoGenre));
        var screen = Screen.For(order.Json);
        if (order.Json)
        {
            screen.WriteLine(JsonText.Of(
                new { written = order.Write, tagged, sidecar = listed, kept, unsure, unmapped, noGenre, broken, run }));
            return;
        }

        screen.WriteLine();
        if (run is not null)
        {
            screen.WriteLine($"'microgenre library undo {run}' takes this run back.");
        }

        screen.WriteLine(
            $"{(order.Write ? "" : "Nothing was changed; with --write: ")}{tagged} tagged, {listed} to {order.Sidecar}, {kept} kept, "
            + $"{unsure} too unsure, {unmapped} without a word, {noGenre} without a genre, {broken} broken");
    }
}
