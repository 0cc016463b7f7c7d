using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>The machine's Chromium, without a window.</summary>
public sealed class Browser : IAsyncDisposable
{
    // Nothing but what a test asks for: no service of the browser's maker, no device but made-up ones.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update",
        "--disable-sync", "--mute-audio", "--autoplay-policy=no-user-gesture-required", "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private IPage? _spare;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Where the browser is, if it is installed.</summary>
    public static string? Program { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser" }.FirstOrDefault(File.Exists);

    /// <summary>How long anything may take: a busy machine is slow, and only a test that fails waits that long.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(90);

    /// <summary>The same, for work on hundreds of tracks, in ms.</summary>
    public const float LongLimit = 900_000;

    public static async Task<Browser> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Limit.TotalMilliseconds);
        var playwright = await Playwright.CreateAsync();
        return new Browser(playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = Arguments,
            Timeout = (float)Limit.TotalMilliseconds,
        }));
    }

    /// <summary>Opens the page as a reader of its own sees it.</summary>
    public async Task<Visit> VisitAsync(string address, int width = 1200, int height = 900)
    {
        var page = Interlocked.Exchange(ref _spare, null) ?? await OpenAsync();
        await page.SetViewportSizeAsync(width, height);
        await page.EmulateMediaAsync(new PageEmulateMediaOptions
        {
            ColorScheme = ColorScheme.Light, ForcedColors = ForcedColors.None, ReducedMotion = ReducedMotion.Reduce,
        });
        var visit = new Visit(page, () => LeaveAsync(page, address));
        await page.GotoAsync(address);
        return visit;
    }

    private async Task<IPage> OpenAsync()
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            AcceptDownloads = true,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        context.SetDefaultTimeout((float)Limit.TotalMilliseconds);
        var page = await context.NewPageAsync();

        // A page that is left while it is busy asks whether to stay.
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        return page;
    }

    // The next reader has the same window, without anything that this one left: opening a window takes longer than all else in most visits.
    private async Task LeaveAsync(IPage page, string address)
    {
        await page.GotoAsync("about:blank");
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Storage.clearDataForOrigin", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["origin"] = new Uri(address).GetLeftPart(UriPartial.Authority), ["storageTypes"] = "all",
        });
        await session.DetachAsync();
        if (Interlocked.CompareExchange(ref _spare, page, null) is not null)
        {
            await page.Context.CloseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.CloseAsync();
        _playwright.Dispose();
    }
}
