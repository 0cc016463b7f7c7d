using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;

namespace Aspire.ServiceDefaults.Calls;

/// <summary>The metrics of calls, with the names of OpenTelemetry's RPC conventions.</summary>
internal sealed class CallMetrics : IDisposable
{
    private const string Name = "MicroGenre.Grpc";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _active;

    public CallMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _duration = _meter.CreateHistogram(
            "rpc.server.call.duration",
            "s",
            "Duration of calls, from the first byte to the status.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
            });
        _active = _meter.CreateUpDownCounter<long>("rpc.server.active_calls", "{call}", "Calls being served.");
    }

    /// <summary>Starts to measure a call. Disposing the result records it.</summary>
    public Measured Begin(ServerCallContext context) => new(this, context.Method);

    public void Dispose() => _meter.Dispose();

    /// <summary>A call being measured.</summary>
    internal sealed class Measured : IDisposable
    {
        private readonly CallMetrics _metrics;
        private readonly TagList _tags;
        private readonly long _start = Stopwatch.GetTimestamp();

        public Measured(CallMetrics metrics, string path)
        {
            var name = path.TrimStart('/');
            var split = name.LastIndexOf('/');
            _metrics = metrics;
            _tags = new TagList { { "rpc.system", "grpc" }, { "rpc.service", name[..split] }, { "rpc.method", name[(split + 1)..] } };
            metrics._active.Add(1, _tags);
        }

        /// <summary>The final status of the call.</summary>
        public Status Status { get; set; }

        public void Dispose()
        {
            _metrics._active.Add(-1, _tags);
            var tags = _tags;
            tags.Add("rpc.grpc.status_code", (int)Status.StatusCode);
            _metrics._duration.Record(Stopwatch.GetElapsedTime(_start).TotalSeconds, tags);
        }
    }
}
