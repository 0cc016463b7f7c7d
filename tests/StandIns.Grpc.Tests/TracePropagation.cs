using System.Diagnostics;

namespace StandIns.Grpc.Tests;

public class TracePropagation
{
    [Fact]
    public async Task The_server_continues_the_clients_trace()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http",
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var seen = default(ActivityTraceId);
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Unary = (request, _) =>
            {
                seen = Activity.Current!.TraceId;
                return Task.FromResult(request);
            },
        });
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();

        await server.Client.UnaryAsync(new Note());

        Assert.Equal(activity.TraceId, seen);
    }
}
