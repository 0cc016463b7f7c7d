using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>A reader's visit to the page.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly Func<Task> _leave;
    private readonly ConcurrentQueue<string> _complaints = new();

    /// <param name="page">Where the reader is.</param>
    /// <param name="leave">Ends the visit.</param>
    public Visit(IPage page, Func<Task> leave)
    {
        _leave = leave;
        Page = page;
        page.PageError += HearError;
        page.Console += HearConsole;
    }

    public IPage Page { get; }

    public ILocator Genres => Page.Locator(".genres li");

    public ILocator Parts => Page.Locator(".segments button");

    public ILocator Rows => Page.Locator("#tracks tbody tr");

    /// <summary>What the browser complained of: faults of scripts, breaches of the page's policy, requests that failed.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Chooses files, without the browser's own window for that.</summary>
    public Task ChooseAsync(params FilePayload[] files) => Page.Locator("#files").SetInputFilesAsync(files);

    /// <summary>Chooses one file, and waits for all that is told of it.</summary>
    public async Task ListenAsync(FilePayload file)
    {
        await ChooseAsync(file);
        await Assertions.Expect(Genres.First).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator(".spectrogram canvas")).ToBeVisibleAsync();
        await Assertions.Expect(Parts.First).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator(".work")).ToBeHiddenAsync();
    }

    /// <summary>Waits until the browser has stored what was found out about tracks, as a reload needs it.</summary>
    /// <param name="tracks">How many tracks there are, all of them done.</param>
    /// <param name="pictures">How many of them have a picture at least.</param>
    /// <param name="explanations">How many of them have an explanation at least.</param>
    public Task KeepsAsync(int tracks, int pictures = 0, int explanations = 0) => Page.WaitForFunctionAsync(
        """
        ({ tracks, pictures, explanations }) => new Promise(resolve => {
          const opening = indexedDB.open('microgenre');
          opening.onsuccess = () => {
            const asked = opening.result.transaction('tracks').objectStore('tracks').getAll();
            asked.onsuccess = () => {
              opening.result.close();
              const kept = asked.result;
              resolve(kept.length === tracks && kept.every(({ state }) => state === 'done')
                && kept.filter(({ hasPicture }) => hasPicture).length >= pictures
                && kept.filter(track => Object.keys(track.explanations).length > 0).length >= explanations);
            };
          };
        })
        """,
        new { tracks, pictures, explanations },
        new PageWaitForFunctionOptions { PollingInterval = 100, Timeout = Browser.LongLimit });

    /// <summary>Adds up from now on how far the layout shifts without the reader's doing (cumulative layout shift).</summary>
    public Task WatchShiftsAsync() => Page.EvaluateAsync(
        """
        () => {
          window.shift = 0;
          new PerformanceObserver(list => list.getEntries().forEach(({ value, hadRecentInput }) => {
            window.shift += hadRecentInput ? 0 : value;
          })).observe({ type: 'layout-shift' });
        }
        """);

    /// <summary>How far it has shifted.</summary>
    public Task<double> ShiftAsync() => Page.EvaluateAsync<double>("() => window.shift");

    public async ValueTask DisposeAsync()
    {
        Page.PageError -= HearError;
        Page.Console -= HearConsole;
        await _leave();
    }

    private void HearError(object? sender, string error) => _complaints.Enqueue(error);

    private void HearConsole(object? sender, IConsoleMessage message)
    {
        if (message.Type == "error")
        {
            _complaints.Enqueue(message.Text);
        }
    }
}
