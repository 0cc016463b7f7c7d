using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client.Configuration;
using MicroGenre.Contracts;

namespace MicroGenre.Client.Channels;

/// <summary>
/// gRPC's retries and hedging for unary calls that only read and can safely be repeated. Uploads are too long to be buffered for another
/// attempt; callers that can send them again use <see cref="Retry"/>.
/// </summary>
internal static class RetriedReads
{
    private static readonly ServiceDescriptor[] AskingServices =
        [FeatureExtractor.Descriptor, Classifier.Descriptor, TrackSegmenter.Descriptor];

    private static readonly (ServiceDescriptor Service, string Method)[] AskingMethods =
    [
        (ModelControl.Descriptor, nameof(ModelControl.ModelControlClient.GetServingPlan)),
        (Evaluator.Descriptor, nameof(Evaluator.EvaluatorClient.ListReports)),
        (Evaluator.Descriptor, nameof(Evaluator.EvaluatorClient.GetReport)),
        (Evaluator.Descriptor, nameof(Evaluator.EvaluatorClient.Compare)),
        (Trainer.Descriptor, nameof(Trainer.TrainerClient.ListJobs)),
        (Trainer.Descriptor, nameof(Trainer.TrainerClient.GetJob)),
        (Trainer.Descriptor, nameof(Trainer.TrainerClient.ListRecipes)),
    ];

    private const int Attempts = 3;

    /// <summary>For a service with one address: three attempts while it is unavailable.</summary>
    public static ServiceConfig AtOneAddress { get; } = new()
    {
        MethodConfigs =
        {
            Reads(new MethodConfig
            {
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = Attempts,
                    InitialBackoff = TimeSpan.FromMilliseconds(50),
                    MaxBackoff = TimeSpan.FromSeconds(1),
                    BackoffMultiplier = 4,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            }),
        },
    };

    /// <summary>
    /// For replicas with several addresses: another replica is tried if one is unavailable or has not answered after a second. The first
    /// answer counts.
    /// </summary>
    public static ServiceConfig AtSeveralAddresses { get; } = new()
    {
        LoadBalancingConfigs = { new LoadBalancingConfig(LeastCallsBalancer.PolicyName) },
        MethodConfigs =
        {
            Reads(new MethodConfig
            {
                HedgingPolicy = new HedgingPolicy { MaxAttempts = Attempts, HedgingDelay = TimeSpan.FromSeconds(1), NonFatalStatusCodes =
                    { StatusCode.Unavailable } },
            }),
        },
    };

    private static MethodConfig Reads(MethodConfig reads)
    {
        var asking = AskingServices
            .SelectMany(
                service => service.Methods.Where(method => !method.IsClientStreaming)
                .Select(method => (Service: service, Method: method.Name)))
            .Concat(AskingMethods);
        foreach (var (service, method) in asking)
        {
            reads.Names.Add(new MethodName { Service = service.FullName, Method = method });
        }

        return reads;
    }
}
