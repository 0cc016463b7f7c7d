using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The map of the library.</summary>
[Collection(nameof(WebSystem))]
public class LibraryMapTests(WebSystem system, MadeUpLibrary library) : IClassFixture<MadeUpLibrary>
{
    [ChromiumFact]
    public async Task The_keyboard_goes_from_track_to_track_and_plays_one()
    {
        await using var visit = await OpenAsync();
        await Map(visit).FocusAsync();

        await visit.Page.Keyboard.PressAsync("ArrowRight");
        var readout = visit.Page.Locator(".map-readout strong");
        await Assertions.Expect(readout).ToBeVisibleAsync();
        var first = await readout.TextContentAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(readout).Not.ToHaveTextAsync(first!);
        await Assertions.Expect(visit.Page.Locator("#live")).ToContainTextAsync((await readout.TextContentAsync())!);
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.Page.Keyboard.PressAsync("+");
        await visit.Page.Keyboard.PressAsync("Shift+ArrowUp");
        await visit.Page.Keyboard.PressAsync("0");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(visit.Page.Locator(".library-track h2")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#library-transport .now"))
            .ToContainTextAsync((await visit.Page.Locator(".library-track h2").TextContentAsync())!);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Like(@"#/library/map/\d+$"));
    }

    [ChromiumFact]
    public async Task A_track_that_is_pointed_at_while_the_map_arrives_stays_marked()
    {
        await using var visit = await (await system.BrowserAsync()).VisitAsync($"{library.Web.Address}#/library");
        await visit.Page.EvaluateAsync(
            """
            () => {
              const plain = window.fetch;
              window.fetch = async (resource, options) => {
                const answer = await plain(resource, options);
                if (!String(resource).includes('library/map')) {
                  return answer;
                }
                const points = new Uint8Array(await answer.arrayBuffer());
                return new Response(new ReadableStream({
                  start(held) {
                    held.enqueue(points);
                    window.release = () => held.close();
                  },
                }), { headers: answer.headers });
              };
            }
            """);
        await visit.Page.GotoAsync($"{library.Web.Address}#/library/map");
        await visit.Page.WaitForFunctionAsync(
            """
            () => {
              document.querySelector('.library-map canvas')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
              return document.querySelector('.map-readout')?.hidden === false;
            }
            """);
        var readout = visit.Page.Locator(".map-readout strong");
        var title = await readout.TextContentAsync();

        await visit.Page.EvaluateAsync("() => window.release()");

        await Assertions.Expect(State(visit)).ToHaveTextAsync($"{MadeUpLibrary.Tracks} tracks");
        await Assertions.Expect(readout).ToBeVisibleAsync();
        await Assertions.Expect(readout).ToHaveTextAsync(title!);
    }

    [ChromiumFact]
    public async Task A_track_that_the_address_names_is_marked()
    {
        await using var visit = await OpenAsync();
        await Map(visit).FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(visit.Page.Locator(".map-readout strong")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Like(@"#/library/map/\d+$"));

        await using var again = await (await system.BrowserAsync()).VisitAsync(visit.Page.Url);

        await Assertions.Expect(again.Page.Locator(".map-readout strong"))
            .ToHaveTextAsync((await visit.Page.Locator(".library-track h2").TextContentAsync())!);
    }

    [ChromiumFact]
    public async Task The_pointer_tells_a_track_opens_it_drags_and_zooms()
    {
        await using var visit = await OpenAsync();
        await Map(visit).FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(visit.Page.Locator(".map-mark")).ToBeVisibleAsync();
        var (x, y) = await MiddleAsync(visit.Page.Locator(".map-mark"));

        await visit.Page.Mouse.MoveAsync(x - 40, y - 40);
        await visit.Page.Mouse.MoveAsync(x, y);
        await Assertions.Expect(visit.Page.Locator(".map-readout strong")).ToBeVisibleAsync();
        var title = await visit.Page.Locator(".map-readout strong").TextContentAsync();

        // What is under the pointer stays there when the map is zoomed, and goes along when it is dragged.
        await visit.Page.EvaluateAsync(
            "() => { window.turned = new Promise(done => addEventListener('wheel', () => done(), { once: true })); }");
        await visit.Page.Mouse.WheelAsync(0, -200);
        await visit.Page.EvaluateAsync("() => window.turned");
        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(x + 50, y + 20, new MouseMoveOptions { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
        await visit.Page.WaitForFunctionAsync(
            """
            ([x, y]) => {
              const { left, top, width, height } = document.querySelector('.map-mark').getBoundingClientRect();
              return Math.hypot(left + width / 2 - x, top + height / 2 - y) < 6;
            }
            """,
            new double[] { x + 50, y + 20 });

        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.UpAsync();
        await Assertions.Expect(visit.Page.Locator(".library-track h2")).ToHaveTextAsync(title!);
        Assert.Empty(visit.Complaints);
    }

    [ChromiumFact]
    public async Task The_legend_and_the_filters_leave_only_their_tracks_bright()
    {
        await using var visit = await OpenAsync();
        var all = await BrightAsync(visit);

        await visit.Page.Locator(".map-legend button").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".map-legend button").First).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.Page.WaitForFunctionAsync("all => window.bright() < all / 2", all);
        await visit.Page.Locator(".map-legend button").First.ClickAsync();
        await visit.Page.WaitForFunctionAsync("all => window.bright() === all", all);

        await visit.Page.GetByRole(AriaRole.Searchbox).FillAsync("00000");
        await Assertions.Expect(State(visit)).ToHaveTextAsync($"The filters find 10 of {MadeUpLibrary.Tracks} tracks.");
        await visit.Page.WaitForFunctionAsync("all => window.bright() < all / 5", all);
        Assert.Empty(visit.Complaints);
    }

    private static Regex Like(string pattern) => new(pattern, RegexOptions.None, Browser.Limit);

    private static ILocator Map(Visit visit) => visit.Page.Locator(".library-map canvas");

    private static ILocator State(Visit visit) => visit.Page.Locator(".library-map > [role=status]");

    private static async Task<(float X, float Y)> MiddleAsync(ILocator one)
    {
        var box = (await one.BoundingBoxAsync())!;
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    // Pixels that have another colour than dimmed points and no points, once all points are drawn: the next frame brings what has changed.
    private static Task<int> BrightAsync(Visit visit) => visit.Page.EvaluateAsync<int>(
        """
        () => {
          window.bright = () => {
            const canvas = document.querySelector('.library-map canvas');
            const context = canvas.getContext('2d');
            context.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--line').trim();
            const dim = parseInt(context.fillStyle.slice(1), 16);
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
            let count = 0;
            for (let i = 0; i < data.length; i += 4) {
              count += data[i + 3] > 0 && (data[i] << 16 | data[i + 1] << 8 | data[i + 2]) !== dim ? 1 : 0;
            }
            return count;
          };
          return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.bright()))));
        }
        """);

    private async Task<Visit> OpenAsync()
    {
        var visit = await (await system.BrowserAsync()).VisitAsync($"{library.Web.Address}#/library/map");
        await Assertions.Expect(State(visit)).ToHaveTextAsync($"{MadeUpLibrary.Tracks} tracks");
        await Assertions.Expect(visit.Page.Locator(".map-legend button").First).ToBeVisibleAsync();
        return visit;
    }
}
