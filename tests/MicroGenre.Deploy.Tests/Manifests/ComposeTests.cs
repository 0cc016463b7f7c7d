using System.Globalization;
using MicroGenre.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace MicroGenre.Deploy.Tests.Manifests;

/// <summary>The Compose file agrees with the code.</summary>
public class ComposeTests
{
    private static readonly Dictionary<string, object> Compose = Read("compose.yaml");

    public static TheoryData<string> Services => DeployedService.Names;

    [Fact]
    public void Every_service_runs_beside_Redis_and_what_brings_the_shipped_model() => Assert.Equal(
        DeployedService.All.Select(service => service.Name).Concat(["redis", "shipped-model"]).Order(),
        Map(Compose["services"]).Keys.Order());

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_runs_its_image_on_its_port_with_settings_that_it_knows(string name)
    {
        var service = DeployedService.Named(name);
        var composed = Map(Map(Compose["services"])[name]);

        Assert.Equal(service.Image, composed["image"]);
        Assert.All(Items(composed, "ports"), port => Assert.Equal($"127.0.0.1:{service.Port}:{service.Port}", port));
        var probe = string.Join(' ', Items(Map(composed["healthcheck"]), "test"));
        Assert.Contains($"/127.0.0.1/{(service.IsGrpc ? 8080 : service.Port)} ", probe, StringComparison.Ordinal);
        var settings = Map(composed["environment"]).Select(setting => KeyValuePair.Create(setting.Key, (string?)$"{setting.Value}"));
        DeployedSettings.Check(service, settings, called => called);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_is_nobody_special_and_has_time_to_end(string name)
    {
        var composed = Map(Map(Compose["services"])[name]);

        Assert.Equal(("true", "1654:1654", "microgenre.env"), (composed["read_only"], composed["user"], composed["env_file"]));
        Assert.Equal(["ALL"], Items(composed, "cap_drop"));
        Assert.Equal(["/tmp:size=2g"], Items(composed, "tmpfs"));
        var seconds = int.Parse(((string)composed["stop_grace_period"]).TrimEnd('s'), CultureInfo.InvariantCulture);
        Assert.True(seconds > new Aspire.ServiceDefaults.Calls.ShutdownOptions().DrainLimit.TotalSeconds);
    }

    [Fact]
    public void Services_wait_only_for_those_that_there_are_and_volumes_are_declared()
    {
        var services = Map(Compose["services"]);
        var waited = services.Values.SelectMany(composed => Map(composed).GetValueOrDefault("depends_on") switch
        {
            Dictionary<object, object> conditions => conditions.Keys.Cast<string>(),
            List<object> names => names.Cast<string>(),
            _ => [],
        });
        var volumes = services.Values.SelectMany(composed => Items(Map(composed), "volumes"))
            .Select(volume => volume.Split(':')[0])
            .Where(volume => !volume.StartsWith('$'));

        Assert.Subset(services.Keys.ToHashSet(), waited.ToHashSet());
        Assert.Equal(Map(Compose["volumes"]).Keys, volumes.Distinct());
    }

    [Fact]
    public void The_variant_for_NVIDIA_cards_takes_the_images_that_were_built_for_them()
    {
        var services = Map(Read("compose.cuda.yaml")["services"]);

        Assert.Equal(["inference", "training"], services.Keys);
        Assert.All(services, composed => Assert.Equal($"{DeployedService.Named(composed.Key).Image}-cuda", Map(composed.Value)["image"]));
    }

    private static Dictionary<string, object> Read(string file)
    {
        using var reader = File.OpenText(Repository.PathOf("deploy", file));
        return new Deserializer().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(reader)));
    }

    private static Dictionary<string, object> Map(object node) =>
        ((Dictionary<object, object>)node).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    private static IEnumerable<string> Items(Dictionary<string, object> node, string name) =>
        node.TryGetValue(name, out var items) ? ((List<object>)items).Cast<string>() : [];
}
