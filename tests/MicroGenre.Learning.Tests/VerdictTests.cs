using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

/// <summary>What the model that comes along says of sounds that are no music, and of music.</summary>
public sealed class VerdictTests : IDisposable
{
    private readonly GenreModel _model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");

    public static TheoryData<string> TooLittle => [.. OddSounds.TooLittle];

    public static TheoryData<string> NoMusic => [.. OddSounds.NoMusic];

    public void Dispose() => _model.Dispose();

    [Theory]
    [MemberData(nameof(TooLittle))]
    public void No_music_is(string sound) => Expect(Verdict.NoMusic, Listen(OddSounds.Of(sound)));

    [Theory]
    [MemberData(nameof(NoMusic))]
    public void Unlike_anything_learnt_is(string sound)
    {
        Expect(Verdict.Unfamiliar, Listen(OddSounds.Of(sound, 30)));
        Expect(Verdict.Unfamiliar, Listen(OddSounds.Of(sound, 12)));
        Assert.True(Listen(OddSounds.Of(sound, 6)).Uncertain);
    }

    [Theory]
    [MemberData(nameof(NoMusic))]
    public void A_few_seconds_of_what_is_no_music_are_never_a_confident_genre(string sound) =>
        Assert.True(Listen(OddSounds.Of(sound, 3)).Uncertain);

    [Fact]
    public void Antiphase_is_what_its_channel_is()
    {
        float[] hum = [.. OddSounds.Of("mains hum").SelectMany(sample => new[] { sample, -sample })];

        Expect(Verdict.Unfamiliar, Listen(Wav.Of(hum, channels: 2)));
    }

    [Fact]
    public void Three_seconds_are_too_short_to_tell_and_the_reason_says_so()
    {
        var answer = Listen(OddSounds.Of("sine", 3));

        Assert.Equal(Verdict.Ok, answer.Verdict);
        Assert.Contains("too short", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_card_without_familiarity_finds_nothing_unfamiliar_and_gives_the_same_probabilities()
    {
        using var folder = new TemporaryFolder();
        var path = new ModelRepository(Repository.PathOf("models")).FolderOf("gtzan", _model.Card.Version);
        var copy = new ModelRepository(folder["models"]);
        Directory.CreateDirectory(copy.FolderOf("gtzan", 1));
        File.Copy(Path.Combine(path, "weights.safetensors"), Path.Combine(copy.FolderOf("gtzan", 1), "weights.safetensors"));
        File.Copy(Path.Combine(path, "model.json"), Path.Combine(copy.FolderOf("gtzan", 1), "model.json"));
        copy.Replace(_model.Card with { Version = 1, Familiarity = null });
        using var old = copy.Load("gtzan");
        var noise = Feature.Compute(OddSounds.Of("white noise"), _model.Card.Recipe.Features);

        var answer = old.Answer(noise);

        Assert.Equal((Verdict.Ok, null), (answer.Verdict, answer.Reason));
        Assert.Equal(_model.Classify(noise), answer.Probabilities);
        Assert.Equal(_model.Card.Calibration!.IsUncertain(answer.Probabilities), answer.Uncertain);
    }

    [SharedDataFact]
    public void No_real_track_is_refused_whole_or_ten_seconds_of_it()
    {
        var refused = new List<string>();
        var clips = Directory.EnumerateFiles(SharedData.PathOf("data", "gtzan-audio"), "*.*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).ToList();
        Parallel.ForEach(clips, file =>
        {
            var clip = AudioFile.Read(file);
            var features = Feature.Compute(clip.Samples, _model.Card.Recipe.Features);
            var (whole, part) = (_model.Answer(features).About(clip.Sound), _model.Answer(features.Slice(100, 129)));
            if (whole.Verdict != Verdict.Ok || part.Verdict != Verdict.Ok)
            {
                lock (refused)
                {
                    refused.Add($"{Path.GetFileName(file)}: {whole.Verdict}, {part.Verdict}");
                }
            }
        });

        Assert.Equal(80, clips.Count);
        Assert.Empty(refused);
    }

    [SharedDataFact]
    public void At_most_one_percent_of_both_lists_is_refused()
    {
        IReadOnlyList<FeatureMatrix> tracks =
            [.. new[] { "train", "valid" }.SelectMany(list => GtzanSpectrograms.Read(list).Tracks).Select(track => track.Features)];

        Assert.Equal(639, tracks.Count);
        Assert.InRange(_model.Card.Familiarity!.Refused, 0, 0.01);
        Assert.InRange(_model.Answer(tracks).Count(answer => answer.Verdict != Verdict.Ok), 0, 6);
    }

    private static void Expect(Verdict verdict, GenreAnswer answer)
    {
        Assert.Equal(verdict, answer.Verdict);
        Assert.True(answer.Uncertain);
        Assert.False(string.IsNullOrEmpty(answer.Reason));
    }

    private GenreAnswer Listen(float[] samples) => Listen(Wav.Of(samples));

    private GenreAnswer Listen(byte[] file)
    {
        var clip = AudioFile.Read(file);
        return _model.Answer(Feature.Compute(clip.Samples, _model.Card.Recipe.Features)).About(clip.Sound);
    }
}
