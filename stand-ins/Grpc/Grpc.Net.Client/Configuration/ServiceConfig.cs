using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>How a channel calls which methods.</summary>
public sealed class ServiceConfig
{
    public IList<MethodConfig> MethodConfigs { get; } = [];
}

public sealed class MethodConfig
{
    /// <summary>The methods that this is for.</summary>
    public IList<MethodName> Names { get; } = [];

    public RetryPolicy? RetryPolicy { get; set; }
}

/// <summary>A method, all methods of a service (no method name), or all methods (no service name either).</summary>
public sealed class MethodName
{
    public static readonly MethodName Default = new();

    public string? Service { get; set; }

    public string? Method { get; set; }
}

/// <summary>When and how often a failed call is made again. All properties are required.</summary>
public sealed class RetryPolicy
{
    /// <summary>How many attempts there are, with the first one; at most five count.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The longest wait before the second attempt. The wait itself is random.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>The longest wait before any attempt.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>By how much the longest wait grows with each attempt.</summary>
    public double? BackoffMultiplier { get; set; }

    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}
