using System.Collections.Concurrent;
using k8s;
using k8s.Models;
using MicroGenre.Inference.Classification;
using MicroGenre.Testing;
using YamlDotNet.RepresentationModel;

namespace MicroGenre.Deploy.Tests.Manifests;

/// <summary>The manifests are ones that Kubernetes takes, and they agree with the code.</summary>
public class KubernetesTests
{
    private static readonly string Folder = Repository.PathOf("deploy", "kubernetes");
    private static readonly ConcurrentDictionary<string, Task<List<object>>> Built = new();

    public static TheoryData<string> Variants => ["base", "cuda", "external-redis"];

    public static TheoryData<string> Manifests => [.. FilesBelow(Folder)];

    public static TheoryData<string> Services => DeployedService.Names;

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Every_manifest_deserialises_and_has_no_field_that_Kubernetes_does_not_know(string manifest)
    {
        // How a patch deletes is for kustomize, not for Kubernetes.
        var lines = File.ReadLines(Path.Combine(Folder, manifest)).Where(line => !line.Contains("$patch:", StringComparison.Ordinal));

        Assert.NotEmpty(KubernetesYaml.LoadAllFromString(string.Join('\n', lines), strict: true));
    }

    [KubectlTheory]
    [MemberData(nameof(Variants))]
    public async Task Every_variant_builds_and_deserialises(string variant)
    {
        var objects = await BuildAsync(variant);

        Assert.All(
            objects.OfType<IKubernetesObject<V1ObjectMeta>>().Where(made => made is not V1Namespace),
            made => Assert.Equal("microgenre", made.Metadata.NamespaceProperty));
        Assert.Equal(
            DeployedService.All.Select(service => service.Name).Order(),
            objects.OfType<V1Deployment>().Select(made => made.Metadata.Name).Order());
    }

    [Fact]
    public void Every_file_of_a_variant_is_used()
    {
        foreach (var variant in Variants)
        {
            using var reader = File.OpenText(Path.Combine(Folder, variant, "kustomization.yaml"));
            var yaml = new YamlStream();
            yaml.Load(reader);
            var used = yaml.Documents[0].AllNodes.OfType<YamlScalarNode>()
                .Select(node => node.Value ?? "")
                .Where(value => value.EndsWith(".yaml", StringComparison.Ordinal));

            Assert.Equal(FilesBelow(Path.Combine(Folder, variant)).Order(), used.Order());
        }
    }

    [KubectlTheory]
    [MemberData(nameof(Services))]
    public async Task A_service_runs_its_image_on_its_port_with_settings_that_it_knows(string name)
    {
        var service = DeployedService.Named(name);
        var objects = await BuildAsync("base");
        var pod = objects.OfType<V1Deployment>().Single(made => made.Metadata.Name == name).Spec.Template;
        var container = pod.Spec.Containers.Single();
        var address = objects.OfType<V1Service>().Single(made => made.Metadata.Name == name).Spec;

        Assert.Equal(service.Image, container.Image);
        Assert.Equal(service.Port, container.Ports.Single(port => port.Name == address.Ports.Single().TargetPort.Value).ContainerPort);
        Assert.Equal(service.IsGrpc ? service.Port : 80, address.Ports.Single().Port);
        Assert.All(address.Selector, label => Assert.Equal(label.Value, pod.Metadata.Labels[label.Key]));

        var shared = objects.OfType<V1ConfigMap>().Single().Data;
        var own = (container.Env ?? []).Where(setting => setting.Name != "REDIS_PASSWORD")
            .ToDictionary(setting => setting.Name, setting => setting.Value);
        DeployedSettings.Check(service, shared.Concat(own)!, called => called);
    }

    [KubectlTheory]
    [MemberData(nameof(Services))]
    public async Task A_service_is_probed_where_it_answers_is_nobody_special_and_has_time_to_end(string name)
    {
        var service = DeployedService.Named(name);
        var pod = (await BuildAsync("base")).OfType<V1Deployment>().Single(made => made.Metadata.Name == name).Spec.Template.Spec;
        var container = pod.Containers.Single();

        Assert.Equal(service.IsGrpc ? service.Port : null, container.ReadinessProbe.Grpc?.Port);
        Assert.Equal("/alive", container.LivenessProbe.HttpGet.Path);
        Assert.Contains(container.Ports, port => port.Name == container.LivenessProbe.HttpGet.Port.Value);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Contains(container.VolumeMounts, mount => mount.MountPath == "/tmp");
        var drain = new Aspire.ServiceDefaults.Calls.ShutdownOptions().DrainLimit;
        Assert.True(pod.TerminationGracePeriodSeconds > container.Lifecycle.PreStop.Sleep.Seconds + drain.TotalSeconds);
    }

    [KubectlTheory]
    [MemberData(nameof(Services))]
    public async Task Replicas_of_a_service_are_spread_over_nodes(string name)
    {
        var template = (await BuildAsync("base")).OfType<V1Deployment>().Single(made => made.Metadata.Name == name).Spec.Template;
        var spread = template.Spec.TopologySpreadConstraints.Single();

        Assert.All(spread.LabelSelector.MatchLabels, label => Assert.Equal(label.Value, template.Metadata.Labels[label.Key]));
        Assert.All(spread.MatchLabelKeys, label => Assert.Equal(name, template.Metadata.Labels[label]));
    }

    [KubectlFact]
    public async Task Those_who_share_the_models_mount_the_same_volume_where_the_settings_say()
    {
        var objects = await BuildAsync("base");
        var models = objects.OfType<V1ConfigMap>().Single().Data["MICROGENRE_MODELS"];
        var sharing = objects.OfType<V1Deployment>()
            .Where(made => made.Spec.Template.Spec.Volumes.Any(volume => volume.PersistentVolumeClaim?.ClaimName == "models")).ToList();

        Assert.Equal(["collecting", "evaluating", "inference", "training"], sharing.Select(made => made.Metadata.Name).Order());
        Assert.All(sharing, made => Assert.Contains(
            made.Spec.Template.Spec.Containers.Single().VolumeMounts,
            mount => models.StartsWith(mount.MountPath + "/", StringComparison.Ordinal) && mount.ReadOnlyProperty != true));
        Assert.All(objects.OfType<V1PersistentVolumeClaim>(), claim => Assert.Equal(["ReadWriteMany"], claim.Spec.AccessModes));
    }

    [KubectlFact]
    public async Task Replicas_are_added_by_the_queue_that_Inference_tells_and_never_all_taken_away_at_once()
    {
        var objects = await BuildAsync("base");
        var scalers = objects.OfType<V2HorizontalPodAutoscaler>().ToDictionary(made => made.Metadata.Name);

        // As Prometheus writes the name.
        Assert.Equal(QueueMetrics.Length.Replace('.', '_'), scalers["inference"].Spec.Metrics.Single().Pods.Metric.Name);
        Assert.All(scalers, scaler => Assert.Equal(scaler.Key, scaler.Value.Spec.ScaleTargetRef.Name));
        var budgets = objects.OfType<V1PodDisruptionBudget>().ToDictionary(made => made.Metadata.Name);
        Assert.All(scalers.Keys, name => Assert.Equal(name, budgets[name].Spec.Selector.MatchLabels["app"]));
    }

    [KubectlTheory]
    [MemberData(nameof(Services))]
    public async Task A_service_is_open_to_those_who_call_it_and_to_nobody_else_of_the_system(string name)
    {
        var service = DeployedService.Named(name);
        var policy = (await BuildAsync("base")).OfType<V1NetworkPolicy>().Single(made => made.Metadata.Name == name).Spec;
        var callers = DeployedService.All.Where(other => other.Calls.Contains(name)).Select(other => other.Name);

        Assert.Equal(name, policy.PodSelector.MatchLabels["app"]);
        Assert.Equal($"{service.Port}", policy.Ingress.Single().Ports.Single().Port.Value);
        var peers = policy.Ingress.Single().FromProperty.Select(peer => peer.PodSelector?.MatchLabels["app"]).OfType<string>();
        Assert.Equal(callers.Order(), peers.Order());
    }

    private static Task<List<object>> BuildAsync(string variant) => Built.GetOrAdd(
        variant,
        async _ => KubernetesYaml.LoadAllFromString(await Command.RunAsync(Folder, "kubectl", "kustomize", variant), strict: true));

    private static IEnumerable<string> FilesBelow(string folder) => Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "kustomization.yaml")
        .Select(file => Path.GetRelativePath(folder, file));
}
