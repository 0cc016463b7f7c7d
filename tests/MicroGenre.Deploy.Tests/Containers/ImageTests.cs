using Grpc.Health.V1;
using Grpc.Net.Client;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests.Containers;

/// <summary>Images are built to archives, loaded, and answer where nothing may be written.</summary>
public sealed class ImageTests(BaseImage baseImage) : IClassFixture<BaseImage>
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Services => DeployedService.Names;

    [ContainerTheory]
    [MemberData(nameof(Services))]
    public async Task An_image_refuses_to_start_open_and_answers_as_nobody_special_on_a_read_only_disk(string name)
    {
        var service = DeployedService.Named(name);
        await Command.RunAsync(
            service.Folder, "dotnet", "publish", "-c", "Release", "-t:PublishContainer", "-v", "quiet", "-p:RunAnalyzers=false",
            $"-p:ArtifactsPath={baseImage.Artifacts}", $"-p:ContainerBaseImage={baseImage.Image}",
            $"-p:ContainerArchiveOutputPath={baseImage.ArchiveOf(name)}");
        await PodmanAsync("load", "--quiet", "--input", baseImage.ArchiveOf(name));
        // Podman asks for more open files than a container within a container may have.
        string[] limits =
        [
            "--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--security-opt", "no-new-privileges",
            "--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096",
        ];
        try
        {
            var (refused, _, why) = await Command.TryRunAsync(service.Folder, "podman", ["run", "--rm", .. limits, service.Image]);
            Assert.Equal(1, refused);
            Assert.Contains("Security:AllowAnonymous", why, StringComparison.Ordinal);

            var port = Ports.Free();
            var container = (await PodmanAsync(
            [
                "run", "--detach", .. limits, "--publish", $"127.0.0.1:{port}:{service.Port}",
                "--env", "Security__AllowAnonymous=true", "--env", "Security__AllowPlaintext=true",
                .. service.Calls.SelectMany(called => new[] { "--env", $"services__{called}__grpc__0=http://127.0.0.1:1" }), service.Image,
            ])).Trim();
            try
            {
                await Eventually.HoldsAsync(() => AnswersAsync(service, port), StartLimit, $"{name} answers");
                Assert.Equal("1654", (await PodmanAsync("exec", container, "id", "-u")).Trim());
                Assert.NotEqual(0, (await Command.TryRunAsync(service.Folder, "podman", "exec", container, "touch", "/app/written")).Code);
                if (name == "inference")
                {
                    await ClassifiesAsync(port);
                }

                await PodmanAsync("stop", "--time", "30", container);
                Assert.Equal("0", (await PodmanAsync("inspect", "--format", "{{.State.ExitCode}}", container)).Trim());
            }
            finally
            {
                await Command.TryRunAsync(service.Folder, "podman", "rm", "--force", container);
            }
        }
        finally
        {
            await Command.TryRunAsync(service.Folder, "podman", "image", "rm", "--force", service.Image);
        }
    }

    private static async Task<bool> AnswersAsync(DeployedService service, int port)
    {
        try
        {
            if (service.IsGrpc)
            {
                using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
                var reply = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
                return reply.Status == HealthCheckResponse.Types.ServingStatus.Serving;
            }

            using var http = new HttpClient();
            return (await http.GetAsync($"http://127.0.0.1:{port}/health")).IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is Grpc.Core.RpcException or HttpRequestException)
        {
            return false;
        }
    }

    private static async Task ClassifiesAsync(int port)
    {
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        using var call = new Classifier.ClassifierClient(channel).ClassifyUpload();
        using var audio = new MemoryStream(Wav.Sine(seconds: 10));
        var header = new ClassifyUploadHeader { Upload = new UploadHeader { Name = "song.wav" } };
        await AudioUpload.SendAsync(call.RequestStream, header, audio);

        Assert.NotEmpty((await call).Prediction.Genres);
    }

    private static Task<string> PodmanAsync(params string[] arguments) => Command.RunAsync(Path.GetTempPath(), "podman", arguments);
}
