using System.Globalization;
using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>Which method of a service configuration is tried again when (https://github.com/grpc/proposal/blob/master/A6-client-retries.md).
/// As in the real package, a policy is checked when the first call asks for it.</summary>
internal sealed class RetryRules
{
    private readonly Dictionary<(string? Service, string? Method), Lazy<RetryRule>> _rules = [];

    public RetryRules(ServiceConfig? config)
    {
        foreach (var method in config?.MethodConfigs ?? [])
        {
            foreach (var name in method.Names)
            {
                if (method.RetryPolicy is { } policy && !_rules.TryAdd((name.Service, name.Method), new Lazy<RetryRule>(() => new RetryRule(policy))))
                {
                    throw new InvalidOperationException($"Duplicate method config found: service '{name.Service}', method '{name.Method}'.");
                }
            }
        }
    }

    /// <summary>The rule for a method: its own, else its service's, else the one for all.</summary>
    /// <exception cref="InvalidOperationException">Its policy is incomplete.</exception>
    public RetryRule? Find(IMethod method) =>
        (_rules.GetValueOrDefault((method.ServiceName, method.Name))
        ?? _rules.GetValueOrDefault((method.ServiceName, null))
        ?? _rules.GetValueOrDefault((null, null)))?.Value;
}

internal sealed class RetryRule
{
    private const int MostAttempts = 5;
    private const string Pushback = "grpc-retry-pushback-ms";

    private readonly int _attempts;
    private readonly TimeSpan _initialBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly double _multiplier;
    private readonly HashSet<StatusCode> _codes;

    public RetryRule(RetryPolicy policy)
    {
        if (policy is not { MaxAttempts: > 1, BackoffMultiplier: > 0, RetryableStatusCodes.Count: > 0 }
            || !(policy.InitialBackoff > TimeSpan.Zero)
            || !(policy.MaxBackoff > TimeSpan.Zero))
        {
            throw new InvalidOperationException("A retry policy needs more than one attempt, backoffs and a multiplier above zero, and a status code to retry.");
        }

        _attempts = Math.Min(policy.MaxAttempts.Value, MostAttempts);
        _initialBackoff = policy.InitialBackoff.Value;
        _maxBackoff = policy.MaxBackoff.Value;
        _multiplier = policy.BackoffMultiplier.Value;
        _codes = policy.RetryableStatusCodes.ToHashSet();
    }

    /// <summary>How long to wait after a failed attempt, from 1; <see langword="null"/> to give up. The server has the last word.</summary>
    public TimeSpan? DelayAfter(int attempt, StatusCode code, Metadata trailers)
    {
        if (attempt >= _attempts)
        {
            return null;
        }

        if (trailers.GetValue(Pushback) is { } pushback)
        {
            return int.TryParse(pushback, NumberStyles.None, CultureInfo.InvariantCulture, out var wait) ? TimeSpan.FromMilliseconds(wait) : null;
        }

        var longest = Math.Min(_maxBackoff.Ticks, _initialBackoff.Ticks * Math.Pow(_multiplier, attempt - 1));
        return _codes.Contains(code) ? TimeSpan.FromTicks((long)(Random.Shared.NextDouble() * longest)) : null;
    }
}
