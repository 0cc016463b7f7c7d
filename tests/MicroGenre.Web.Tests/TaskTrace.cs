using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace MicroGenre.Web.Tests;

/// <summary>Records how long the tasks of a page's main thread take: of the processor's time, which other programs do not add to.</summary>
internal sealed class TaskTrace
{
    private const double MicrosecondsPerMillisecond = 1000;
    private readonly ICDPSession _session;
    private readonly ConcurrentQueue<JsonElement> _events = new();
    private readonly TaskCompletionSource _isComplete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskTrace(ICDPSession session)
    {
        _session = session;
        session.Event("Tracing.dataCollected").OnEvent += (_, data) =>
        {
            foreach (var happened in data!.Value.GetProperty("value").EnumerateArray())
            {
                _events.Enqueue(happened.Clone());
            }
        };
        session.Event("Tracing.tracingComplete").OnEvent += (_, _) => _isComplete.TrySetResult();
    }

    /// <summary>Starts to record.</summary>
    public static async Task<TaskTrace> StartAsync(IPage page)
    {
        var trace = new TaskTrace(await page.Context.NewCDPSessionAsync(page));
        await trace._session.SendAsync("Tracing.start", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["transferMode"] = "ReportEvents",
            ["traceConfig"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["includedCategories"] = new[] { "toplevel" } },
        });
        return trace;
    }

    /// <summary>Ends the record.</summary>
    /// <returns>The longest task, in milliseconds of processor time, and the number of tasks.</returns>
    public async Task<(double Longest, int Count)> EndAsync()
    {
        await _session.SendAsync("Tracing.end");
        await _isComplete.Task.WaitAsync(Browser.Limit);
        await _session.DetachAsync();
        var threads = _events.Where(one => NameOf(one) == "thread_name"
                && one.GetProperty("args").GetProperty("name").GetString() == "CrRendererMain").Select(ThreadOf).ToHashSet();
        double[] tasks =
        [
            .. _events.Where(one => NameOf(one) == "ThreadControllerImpl::RunTask" && threads.Contains(ThreadOf(one)))
                .Select(one => one.TryGetProperty("tdur", out var time) ? time.GetDouble() / MicrosecondsPerMillisecond : 0),
        ];
        return (tasks.Max(), tasks.Length);
    }

    private static string NameOf(JsonElement happened) => happened.GetProperty("name").GetString()!;

    private static (int Process, int Thread) ThreadOf(JsonElement happened) =>
        (happened.GetProperty("pid").GetInt32(), happened.GetProperty("tid").GetInt32());
}
