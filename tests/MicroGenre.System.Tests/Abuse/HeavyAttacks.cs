using Grpc.Core;
using MicroGenre.Testing;
using Xunit.Abstractions;

namespace MicroGenre.Abuse.Tests;

/// <summary>The same at full size, against a service with the limits it comes with.</summary>
public sealed class HeavyAttacks(ITestOutputHelper output)
{
    [HeavyFact]
    public async Task A_gigabyte_is_cut_off_at_the_limit()
    {
        var service = new AttackedService([]);
        await service.InitializeAsync();
        try
        {
            var before = service.Memory;
            var most = before;
            var gigabyte = new EndlessUpload(1L << 30);
            var sending = service.SendRawAsync("/microgenre.v1.Classifier/ClassifyUpload", gigabyte);
            while (!sending.IsCompleted)
            {
                most = Math.Max(most, service.Memory);
                await service.GoodClientIsServedAsync();
            }

            output.WriteLine($"{gigabyte.Sent >> 20} MiB sent; memory {before:0} MiB before, {most:0} MiB at most");
            Assert.Equal(StatusCode.ResourceExhausted, (await sending).Grpc);
            Assert.InRange(gigabyte.Sent, 0, (512L + 8) << 20);
            Assert.InRange(most - before, double.NegativeInfinity, 250);
        }
        finally
        {
            await service.DisposeAsync();
        }
    }

    [HeavyFact]
    public async Task Of_ten_thousand_idle_streams_a_caller_has_a_thousand()
    {
        var (held, refused) = await TenThousandAsync([]);

        Assert.Equal((1000, 9000), (held, refused));
    }

    [HeavyFact]
    public async Task Ten_thousand_idle_streams_where_they_are_allowed_do_no_harm()
    {
        var (held, refused) = await TenThousandAsync([("Security__ApiKeys__1__Limits__CallsAtOnce", "20000")]);

        Assert.Equal((10_000, 0), (held, refused));
    }

    private async Task<(int Held, int Refused)> TenThousandAsync((string, string)[] settings)
    {
        var service = new AttackedService(settings);
        await service.InitializeAsync();
        try
        {
            var before = service.Memory;
            using var streams = new IdleStreams();
            await streams.OpenAsync(service, connections: 100, streamsPerConnection: 100);
            var (held, refused, during) = (streams.Held, streams.Refused, service.Memory);
            await service.GoodClientIsServedAsync();
            output.WriteLine(
                $"{held} streams held, {refused} refused; memory {before:0} MiB before, {during:0} MiB with them: "
                + $"{(during - before) * 1024 / Math.Max(held, 1):0} KiB each");
            Assert.InRange(during - before, double.NegativeInfinity, 800);
            streams.Dispose();
            await service.GoodClientIsServedAsync();
            return (held, refused);
        }
        finally
        {
            await service.DisposeAsync();
        }
    }
}
