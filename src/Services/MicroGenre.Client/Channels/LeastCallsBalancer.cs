using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Client.Channels;

/// <summary>
/// Sends each call to the replica that has the fewest of this process's calls. One that hangs keeps its calls, and so gets few new ones,
/// where taking turns would give it as many as the others. One that has broken a call or refused it is left alone for a moment, and then
/// tried by one call at a time: what refuses at once would always have the fewest.
/// </summary>
internal sealed class LeastCallsBalancer(IChannelControlHelper controller, ILoggerFactory loggers)
    : SubchannelsLoadBalancer(controller, loggers)
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "least_calls";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly BalancerAttributesKey<Calls> Key = new(nameof(Calls));

    protected override SubchannelPicker CreatePicker(IReadOnlyList<Subchannel> readySubchannels) => new Picker(readySubchannels);

    private static Calls CallsOf(Subchannel replica)
    {
        // Pickers come and go with the replicas; counts stay with the replica.
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

    /// <summary>Makes them.</summary>
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
            // Those with equally few take turns.
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
                // Also where its caller gave up: another replica was faster, or time was up.
                _breaker.Failed();
            }
        }
    }
}
