using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Abuse.Tests;

/// <summary>The Inference program as a process of its own, with a key for a good client and one for a bad one.</summary>
public sealed class AttackedService : IAsyncLifetime, IDisposable
{
    public const string GoodKey = "the good client's key";
    public const string BadKey = "the bad client's key";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<GrpcChannel> _channels = [];
    private readonly (string Name, string Value)[] _settings;
    private Process _process = null!;

    public AttackedService()
        : this([("Inference__LargestUpload", $"{QuickUploadLimit}"), ("Inference__UploadIdleLimit", "00:00:03"),
            ("Security__ApiKeys__1__Limits__CallsAtOnce", "200")])
    {
    }

    internal AttackedService(params (string Name, string Value)[] settings) => _settings = settings;

    /// <summary>Whether it speaks TLS, with a certificate by the authority in <see cref="Authority"/>.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The file of that authority.</summary>
    public string Authority => _folder["authority.pem"];

    /// <summary>The largest upload of the quick tests' service.</summary>
    public const int QuickUploadLimit = 32 * 1024 * 1024;

    public Uri Address { get; private set; } = null!;

    public string Models => _folder["models"];

    public string Data => _folder["data"];

    public IReadOnlyCollection<string> Log => _log;

    /// <summary>The memory that the process holds now, in MiB.</summary>
    public double Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1024.0 / 1024.0;
        }
    }

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Models);
        ToyGenres.Train(new ModelRepository(Models), "toy");
        using (var authority = TestAuthority.Create())
        {
            authority.WriteTo(_folder.Path);
        }

        Address = new Uri($"{(IsEncrypted ? "https" : "http")}://127.0.0.1:{Ports.Free()}");
        var program = BuiltProgram.PathOf("MicroGenre.Inference", "MicroGenre.Inference.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            WorkingDirectory = Path.GetDirectoryName(program),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("Kestrel__Endpoints__grpc__Url", Address.ToString()),
            ("Kestrel__Endpoints__http__Url", $"http://127.0.0.1:{Ports.Free()}"),
            ("Kestrel__Certificates__Default__Path", _folder["service.pem"]),
            ("Kestrel__Certificates__Default__KeyPath", _folder["service.key"]),
            ("MICROGENRE_DATA", Data),
            ("MICROGENRE_MODELS", Models),
            ("Inference__DefaultModel", "toy"),
            ("Security__ApiKeys__0__Name", "good"),
            ("Security__ApiKeys__0__Sha256", HashOf(GoodKey)),
            ("Security__ApiKeys__1__Name", "bad"),
            ("Security__ApiKeys__1__Sha256", HashOf(BadKey)),
            .. _settings,
        ])
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _log.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await GoodClientIsServedAsync();
                    return true;
                }
                catch (RpcException) when (!_process.HasExited)
                {
                    return false;
                }
            },
            Limit,
            "the service answers");
    }

    public async Task DisposeAsync()
    {
        _channels.ForEach(channel => channel.Dispose());
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        Dispose();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    /// <summary>A channel, and so a connection, of its own to the service.</summary>
    public GrpcChannel Connect(string key = BadKey)
    {
        var handler = new KeyHandler(key, new SocketsHttpHandler { EnableMultipleHttp2Connections = false });
        var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
        _channels.Add(channel);
        return channel;
    }

    /// <summary>Demands a right answer for the good client.</summary>
    public async Task GoodClientIsServedAsync()
    {
        using var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            HttpHandler = new KeyHandler(GoodKey, Handler()),
            DisposeHttpClient = true,
        });
        var reply = await new Classifier.ClassifierClient(channel).ClassifyAsync(
            new ClassifyRequest { Audio = new AudioSource { Content = ByteString.CopyFrom(ToyGenres.Track("low")) } },
                deadline: DateTime.UtcNow.AddMinutes(1));
        Assert.Equal("low", reply.Prediction.Genres[0].Label);
    }

    /// <summary>Sends a request as no library would.</summary>
    public async Task<(HttpStatusCode Http, StatusCode? Grpc, string Detail)> SendRawAsync(
        string path, HttpContent content, string? contentType = "application/grpc", string key = BadKey)
    {
        using var http = new HttpClient(new KeyHandler(key, new SocketsHttpHandler()));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        string? Find(string name) => response.TrailingHeaders.TryGetValues(name, out var values)
            || response.Headers.TryGetValues(name, out values) ? string.Join(',', values) : null;
        return (response.StatusCode, Find("grpc-status") is { } status ? (StatusCode)int.Parse(status) : null,
            Uri.UnescapeDataString(Find("grpc-message") ?? ""));
    }

    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler();
        if (IsEncrypted)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(Authority);
        }

        return handler;
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private sealed class KeyHandler(string key, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
