using System.Globalization;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The page speaks as people do who listen to music.</summary>
[Collection(nameof(WebSystem))]
public class WordingTests(WebSystem system)
{
    [ChromiumFact]
    public async Task A_file_that_is_no_audio_says_so_without_bytes()
    {
        await using var visit = await system.VisitAsync();

        await visit.ChooseAsync(Sounds.Broken);

        await Assertions.Expect(visit.Page.Locator(".work .problem")).ToHaveTextAsync("Not audio we can read");
    }

    [ChromiumFact]
    public async Task A_track_tells_its_format_in_words()
    {
        await using var visit = await system.VisitAsync();

        await visit.ListenAsync(Sounds.Track("low"));

        await Assertions.Expect(visit.Page.Locator(".track-head .fine"))
            .ToHaveTextAsync("0:03 · WAV · 22.05 kHz · 16 bit · mono · toy 1");
        await Assertions.Expect(visit.Page.Locator(".answer strong")).ToHaveTextAsync("Low");
    }

    [ChromiumFact]
    public async Task Genres_and_formats_have_names_that_people_know()
    {
        await using var visit = await system.VisitAsync();

        var names = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const { formatOf, genreName, learnGenres } = await import('/js/wording.js');
              const format = (container, codec) => formatOf({ container, codec, sampleRate: 44100, channels: 2 });
              learnGenres([{ label: 'hiphop', displayName: 'Hip-Hop' }, { label: 'blues' }]);
              const formats = [['wav', 'pcm_s16le'], ['ogg', 'vorbis'], ['mp3', 'mp3'], ['aiff', 'pcm_f32be']];
              return [genreName('hiphop'), genreName('blues'), ...formats.map(([container, codec]) => format(container, codec))];
            }
            """);

        Assert.Equal(
            [
                "Hip-Hop", "Blues", "WAV · 44.1 kHz · 16 bit · stereo", "Ogg Vorbis · 44.1 kHz · stereo", "MP3 · 44.1 kHz · stereo",
                "AIFF · 44.1 kHz · 32 bit float · stereo",
            ],
            names);
    }

    [ChromiumFact]
    public async Task Saved_tables_have_four_digits_and_the_day_in_their_name()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");

        var before = DateTime.UtcNow;
        var csv = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Save CSV").ClickAsync());

        // Midnight may have passed in between.
        Assert.Contains(csv.SuggestedFilename, new[] { before, DateTime.UtcNow }.Select(
            day => string.Create(CultureInfo.InvariantCulture, $"microgenre 2 tracks {day:yyyy-MM-dd}.csv")));
        await using var content = await csv.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        var lines = (await reader.ReadToEndAsync()).TrimEnd().Split("\r\n");
        Assert.EndsWith(",error,High,Low", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^low\.0\.wav,Low,[01]\.\d{4},false,3,toy,1,,[01]\.\d{4},[01]\.\d{4}$", lines[1]);
    }
}
