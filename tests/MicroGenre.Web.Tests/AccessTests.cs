using MicroGenre.Testing;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>For those who use a keyboard, hear the page or see it in colours of their own.</summary>
[Collection(nameof(WebSystem))]
public class AccessTests(WebSystem system)
{
    [ChromiumFact]
    public async Task A_row_that_is_opened_hands_the_focus_to_its_track_and_gets_it_back()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#tracks-state")).ToHaveTextAsync("2 of 2 recognised");

        await visit.Button("high.0.wav").PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("#track-name")).ToBeFocusedAsync();

        await visit.Button("Close high.0.wav").PressAsync("Enter");
        await Assertions.Expect(visit.Button("high.0.wav")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task Removing_the_last_track_leaves_the_focus_on_choosing_another()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.Track("low"));
        await visit.Button("Close low.0.wav").PressAsync("Enter");

        await visit.Button("Remove low.0.wav").PressAsync("Enter");
        await Assertions.Expect(visit.Button("Choose files")).ToBeFocusedAsync();

        await visit.Button("Undo the removal of low.0.wav").PressAsync("Enter");
        await Assertions.Expect(visit.Button("low.0.wav")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task Cancelling_an_upload_leaves_the_focus_on_trying_again()
    {
        const int Held = 1_000_000;
        await using var relay = new Relay(system.Web.Address);
        await using var visit = await (await system.BrowserAsync()).VisitAsync(relay.Address);
        relay.HoldAfter(Held);
        await visit.ChooseAsync(Sounds.Wave("long.wav", Wav.Sine(60, 200)));

        await visit.Button("Cancel").PressAsync("Enter");

        await Assertions.Expect(visit.Button("Try again")).ToBeFocusedAsync();
    }

    [ChromiumFact]
    public async Task The_end_of_a_batch_is_announced()
    {
        await using var visit = await system.VisitAsync();
        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Broken, Sounds.Track("high"));
        await Assertions.Expect(visit.Page.Locator("#live")).ToHaveTextAsync("2 of 3 recognised");
    }

    [ChromiumFact]
    public async Task A_failure_in_a_row_is_announced()
    {
        await using var visit = await system.VisitAsync();
        await visit.Page.EvaluateAsync(
            """
            () => {
              window.said = [];
              new MutationObserver(() => window.said.push(document.querySelector('#live').textContent))
                .observe(document.querySelector('#live'), { childList: true });
            }
            """);

        await visit.ChooseAsync(Sounds.Track("low"), Sounds.Broken);
        await Assertions.Expect(visit.Page.Locator("#live")).ToHaveTextAsync("1 of 2 recognised");

        Assert.Contains("broken.mp3: Not audio we can read", await visit.Page.EvaluateAsync<string[]>("() => window.said"));
    }

    [ChromiumFact]
    public async Task Forced_colours_keep_bars_playhead_and_what_is_current()
    {
        await using var visit = await system.VisitAsync();
        await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        await visit.ListenAsync(Sounds.LowThenHigh());

        var same = await visit.Page.EvaluateAsync<string[]>(
            """
            () => {
              const behind = getComputedStyle(document.body).backgroundColor;
              const background = one => getComputedStyle(document.querySelector(one)).backgroundColor;
              const vanished = ['.genres li:first-child .trough span', '.playhead', '.play']
                .filter(one => background(one) === behind);
              const unmarked = ['.masthead nav a[aria-current]', '.segments button[aria-current]']
                .filter(one => getComputedStyle(document.querySelector(one)).outlineStyle === 'none');
              return [...vanished, ...unmarked];
            }
            """);

        Assert.Empty(same);
    }

    [ChromiumFact]
    public async Task What_a_button_shows_is_part_of_its_name()
    {
        await using var visit = await system.VisitAsync();
        await visit.ListenAsync(Sounds.LowThenHigh());
        var listen = await visit.Page.EvaluateAsync<string[]>(Misnamed);
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Models", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Button("Use by default: unsure")).ToBeVisibleAsync();

        Assert.Empty(listen);
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Misnamed));
    }

    // Buttons whose text is not in their name, which is what who speaks to the machine says (WCAG 2.5.3). Signs are no text.
    private const string Misnamed =
        """
        () => [...document.querySelectorAll('button[aria-label]')]
          .filter(one => one.checkVisibility())
          .map(one => [one.innerText.replaceAll(/\s+/g, ' ').trim().toLowerCase(), one.ariaLabel.toLowerCase()])
          .filter(([text, name]) => /\p{L}/u.test(text) && !name.includes(text))
          .map(([text, name]) => `${text}: ${name}`)
        """;
}
