using System.Collections.Concurrent;
using System.Text.Json;

namespace MicroGenre.Deploy.Tests.Containers;

/// <summary>What the images of services are made with, as the build has it.</summary>
public class ImageSettingsTests
{
    private static readonly ConcurrentDictionary<string, Task<Image>> Images = new();

    public static TheoryData<string> Services => DeployedService.Names;

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_image_is_named_and_tagged_as_deployments_ask_for_it_and_runs_as_nobody_special(string name)
    {
        var service = DeployedService.Named(name);
        var image = await ImageAsync(service);

        Assert.Equal(service.Image, $"{image.Properties["ContainerRepository"]}:{image.Properties["ContainerImageTag"]}");
        Assert.Equal("1654", image.Properties["ContainerUser"]);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task An_image_listens_on_the_service_s_port_and_where_probes_ask(string name)
    {
        var service = DeployedService.Named(name);
        var image = await ImageAsync(service);
        var settings = image.Items["ContainerEnvironmentVariable"].ToDictionary(item => item["Identity"], item => item["Value"]);

        Assert.Equal($"http://0.0.0.0:{service.Port}", settings[$"Kestrel__Endpoints__{(service.IsGrpc ? "grpc" : "http")}__Url"]);
        Assert.Equal(
            service.IsGrpc ? [$"{service.Port}", "8080"] : [$"{service.Port}"],
            image.Items["ContainerPort"].Select(port => port["Identity"]));
        // Who may call is for those who run it to say.
        Assert.DoesNotContain(settings.Keys, setting => setting.StartsWith("Security", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("inference")]
    [InlineData("training")]
    public async Task An_image_for_NVIDIA_cards_says_so_in_its_tag(string name)
    {
        var service = DeployedService.Named(name);

        Assert.Equal($"{Release.Version}-cuda", (await ImageAsync(service, "-p:Cuda=true")).Properties["ContainerImageTag"]);
    }

    private static Task<Image> ImageAsync(DeployedService service, params string[] properties) =>
        Images.GetOrAdd($"{service.Name} {string.Join(' ', properties)}", _ => ReadAsync(service, properties));

    private static async Task<Image> ReadAsync(DeployedService service, string[] properties)
    {
        var json = await Command.RunAsync(
            service.Folder, "dotnet",
            [
                "msbuild", "-getProperty:ContainerRepository,ContainerImageTag,ContainerUser",
                "-getItem:ContainerPort,ContainerEnvironmentVariable", .. properties,
            ]);
        return JsonSerializer.Deserialize<Image>(json)!;
    }

    private sealed record Image(Dictionary<string, string> Properties, Dictionary<string, List<Dictionary<string, string>>> Items);
}
