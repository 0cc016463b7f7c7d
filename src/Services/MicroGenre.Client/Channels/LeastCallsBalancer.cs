using Grpc.Net.Client.Balancer;
using Microsoft.Extensions.Logging;

namespace MicroGenre.Client.Channels;

/// <summary>
/// Sends each call to the replica that has the fewest of this process's calls. One that hangs keeps its calls, and so gets few new ones,
/// where taking turns would
/// give it as many as the others.
/// </summary>
internal sealed class LeastCallsBalancer(IChannelControlHelper controller, ILoggerFactory loggers)
    : SubchannelsLoadBalancer(controller, loggers)
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "least_calls";

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
            var (best, calls) = _replicas[first];
            for (var i = 1; i < _replicas.Length; i++)
            {
                var (other, otherCalls) = _replicas[(first + i) % _replicas.Length];
                (best, calls) = otherCalls.UnderWay < calls.UnderWay ? (other, otherCalls) : (best, calls);
            }

            return PickResult.ForSubchannel(best, calls);
        }
    }

    private sealed class Calls : ISubchannelCallTracker
    {
        private int _underWay;

        public int UnderWay => Volatile.Read(ref _underWay);

        public void Start() => Interlocked.Increment(ref _underWay);

        public void Complete(CompletionContext context) => Interlocked.Decrement(ref _underWay);
    }
}
