using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Client.Channels;

/// <summary>
/// Sends each call to the replica with the fewest active calls of this process. A replica that hangs keeps its calls and so gets few new
/// ones, unlike with round robin. A replica that has broken or refused a call is left alone for a moment and then tried by one call at a
/// time; otherwise a replica that refuses calls immediately would always have the fewest.
/// </summary>
internal sealed class LeastCallsBalancer(IChannelControlHelper controller, ILoggerFactory loggers)
    : SubchannelsLoadBalancer(controller, loggers)
{
    /// <summary>The name of the policy.</summary>
    public const string PolicyName = "least_calls";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly BalancerAttributesKey<Calls> Key = new(nameof(Calls));

    protected override SubchannelPicker CreatePicker(IReadOnlyList<Subchannel> readySubchannels) => new Picker(readySubchannels);

    private static Calls CallsOf(Subchannel replica)
    {
        // Pickers are replaced whenever the replicas change; the counts belong to the replicas.
        lock (replica)
        {
            if (!replica.Attributes.TryGetValue(Key, out var calls))
            {
                calls = new Calls();
                replica.Attributes.Set(Key, calls);
            }

            return calls;
        }
    }

    /// <summary>Creates balancers.</summary>
    internal sealed class Factory : LoadBalancerFactory
    {
        public override string Name => PolicyName;

        public override LoadBalancer Create(LoadBalancerOptions options) =>
            new LeastCallsBalancer(options.Controller, options.LoggerFactory);
    }

    private sealed class Picker(IReadOnlyList<Subchannel> replicas) : SubchannelPicker
    {
        private readonly (Subchannel Replica, Calls Calls)[] _replicas = [.. replicas.Select(replica => (replica, CallsOf(replica)))];
        private int _turn;

        public override PickResult Pick(PickContext context)
        {
            // Replicas with equally few calls take turns.
            var first = (int)((uint)Interlocked.Increment(ref _turn) % _replicas.Length);
            (Subchannel Replica, Calls Calls)[] byCalls =
                [.. _replicas[first..].Concat(_replicas[..first]).OrderBy(replica => replica.Calls.UnderWay)];
            var (best, calls) = Array.Find(byCalls, replica => replica.Calls.MayBegin()) is { Replica: not null } able ? able : byCalls[0];
            return PickResult.ForSubchannel(best, calls);
        }
    }

    private sealed class Calls : ISubchannelCallTracker
    {
        private readonly CircuitBreaker _breaker = new(Pause, TimeProvider.System);
        private int _underWay;

        public int UnderWay => Volatile.Read(ref _underWay);

        public bool MayBegin() => _breaker.MayTry();

        public void Start() => Interlocked.Increment(ref _underWay);

        public void Complete(CompletionContext context)
        {
            Interlocked.Decrement(ref _underWay);
            if (context.Error is null)
            {
                _breaker.Answered();
            }
            else
            {
                // Also if the caller gave up, because another replica was faster or the deadline passed.
                _breaker.Failed();
            }
        }
    }
}
