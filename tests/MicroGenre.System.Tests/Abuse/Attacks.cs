using System.Net;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Testing;

namespace MicroGenre.Abuse.Tests;

/// <summary>
/// What a bad client may try, in sizes for every day; each ends in the right status, and a good client is served all the while.
/// </summary>
public class Attacks(AttackedService service) : IClassFixture<AttackedService>
{
    /// <summary>
    /// What the service may grow by, in MiB: the runtime takes and gives as it likes, an attack's gigabytes it must not hold.
    /// </summary>
    private const double Growth = 250;

    private readonly Classifier.ClassifierClient _bad = new(service.Connect());

    public static TheoryData<string> Methods =>
    [
        "/microgenre.v1.Classifier/Classify", "/microgenre.v1.Classifier/ClassifyUpload", "/microgenre.v1.Classifier/ClassifyBatch",
            "/microgenre.v1.Classifier/ClassifyLive",
        "/inference.GRPCInferenceService/ModelInfer",
    ];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Bytes_that_are_no_message_are_refused(string method)
    {
        var random = new Random(7);
        var noise = new byte[5000];
        for (var i = 0; i < 20; i++)
        {
            random.NextBytes(noise);

            // An end-group tag, which no message begins with, then anything.
            noise[0] = 0x0C;
            var (http, grpc, detail) = await service.SendRawAsync(method, new ByteArrayContent(Frame(noise)));
            Assert.Equal(HttpStatusCode.OK, http);

            // Grpc.AspNetCore itself answers a single message that it cannot parse with UNKNOWN, before the service's code sees the call.
            Assert.Contains(grpc!.Value, (StatusCode[])[StatusCode.Internal, StatusCode.InvalidArgument, StatusCode.Unknown]);
            Assert.DoesNotContain("   at ", detail, StringComparison.Ordinal);
        }

        await service.GoodClientIsServedAsync();
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_message_that_says_it_has_two_gigabytes_is_refused_before_it_comes(string method)
    {
        var before = service.Memory;

        var (_, grpc, _) = await service.SendRawAsync(method, new ByteArrayContent([0, 0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3]));

        Assert.Equal(StatusCode.ResourceExhausted, grpc);
        Assert.InRange(service.Memory - before, double.NegativeInfinity, Growth);
        await service.GoodClientIsServedAsync();
    }

    [Fact]
    public async Task A_message_that_ends_in_the_middle_is_refused()
    {
        var (_, grpc, _) = await service.SendRawAsync("/microgenre.v1.Classifier/Classify", new ByteArrayContent([0, 0, 0, 1, 0, 1, 2, 3]));

        Assert.Equal(StatusCode.Internal, grpc);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData(null)]
    public async Task What_is_no_call_by_its_content_type_is_unsupported(string? contentType)
    {
        var (http, _, _) = await service.SendRawAsync("/microgenre.v1.Classifier/Classify", new ByteArrayContent(Frame([])), contentType);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, http);
        await service.GoodClientIsServedAsync();
    }

    [Fact]
    public async Task Without_a_key_nothing_is_read_of_an_upload()
    {
        var endless = new EndlessUpload(long.MaxValue);

        var (_, grpc, _) = await service.SendRawAsync("/microgenre.v1.Classifier/ClassifyUpload", endless, key: "no key");

        Assert.Equal(StatusCode.Unauthenticated, grpc);
        Assert.InRange(endless.Sent, 0, 4 * 1024 * 1024);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../b.wav")]
    [InlineData("..")]
    [InlineData("link/passwd")]
    [InlineData("a\0b")]
    [InlineData("")]
    public async Task A_path_out_of_the_data_root_is_refused_without_a_word_about_what_is_there(string path)
    {
        if (path.StartsWith("link", StringComparison.Ordinal) && !Directory.Exists(Path.Combine(service.Data, "link")))
        {
            Directory.CreateSymbolicLink(Path.Combine(service.Data, "link"), "/etc");
        }

        var refusal = await Assert.ThrowsAsync<RpcException>(
            async () => await _bad.ClassifyAsync(new ClassifyRequest { Audio = new AudioSource { Path = path } }));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.DoesNotContain("root:", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_is_cut_off_at_the_limit_and_not_read_to_its_end()
    {
        var before = service.Memory;
        var gigabyte = new EndlessUpload(1L << 30);

        var (_, grpc, detail) = await service.SendRawAsync("/microgenre.v1.Classifier/ClassifyUpload", gigabyte);

        Assert.Equal(StatusCode.ResourceExhausted, grpc);
        Assert.Contains($"{AttackedService.QuickUploadLimit}", detail, StringComparison.Ordinal);
        Assert.InRange(gigabyte.Sent, 0, AttackedService.QuickUploadLimit + (8 * 1024 * 1024));
        Assert.InRange(service.Memory - before, double.NegativeInfinity, Growth);
        await service.GoodClientIsServedAsync();
    }

    [Fact]
    public async Task An_upload_that_announces_too_much_is_refused_at_once()
    {
        using var call = _bad.ClassifyUpload();
        await call.RequestStream.WriteAsync(new ClassifyUploadRequest
        {
            Header = new ClassifyUploadHeader { Upload = new UploadHeader { Length = 1UL << 30 } },
        });

        Assert.Equal(StatusCode.ResourceExhausted,
            (await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync)).StatusCode);
    }

    [Fact]
    public async Task An_upload_that_stops_or_comes_in_drops_is_given_up_and_others_are_not()
    {
        using var silent = _bad.ClassifyUpload();
        await silent.RequestStream.WriteAsync(new ClassifyUploadRequest { Header = new ClassifyUploadHeader() });
        var drops = service.SendRawAsync("/microgenre.v1.Classifier/ClassifyUpload", new DroppingUpload(TimeSpan.FromMilliseconds(50)));
        var halves = service.SendRawAsync("/microgenre.v1.Classifier/ClassifyUpload", new ByteByByte(TimeSpan.FromMilliseconds(50)));
        await service.GoodClientIsServedAsync();

        Assert.Equal(StatusCode.DeadlineExceeded,
            (await Assert.ThrowsAsync<RpcException>(async () => await silent.ResponseAsync)).StatusCode);
        var (_, ofDrops, detail) = await drops;
        Assert.Equal(StatusCode.DeadlineExceeded, ofDrops);
        Assert.Contains("minimum 1024 bytes/s", detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.DeadlineExceeded, (await halves).Grpc);
        await service.GoodClientIsServedAsync();
    }

    [Fact]
    public async Task Whoever_opens_streams_and_leaves_them_idle_gets_so_many_and_others_are_served()
    {
        var before = service.Memory;

        using var streams = new IdleStreams();
        await streams.OpenAsync(service, connections: 5, streamsPerConnection: 90);

        Assert.Equal(450, streams.Held + streams.Refused);
        Assert.InRange(streams.Held, 1, 200);
        Assert.InRange(service.Memory - before, double.NegativeInfinity, Growth);
        await service.GoodClientIsServedAsync();
        streams.Dispose();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    await _bad.ListModelsAsync(new ListModelsRequest());
                    return true;
                }
                catch (RpcException refusal) when (refusal.StatusCode == StatusCode.ResourceExhausted)
                {
                    return false;
                }
            },
            TimeSpan.FromSeconds(60),
            "streams that have gone count no more");
    }

    [Theory]
    [InlineData("length")]
    [InlineData("huge")]
    [InlineData("offsets")]
    [InlineData("shape")]
    [InlineData("nonsense")]
    public async Task A_model_file_that_lies_is_not_loaded_and_the_model_before_it_answers(string lie)
    {
        var before = service.Memory;
        var folder = LyingModel.Add(service.Models, lie);
        try
        {
            var good = new Classifier.ClassifierClient(service.Connect(AttackedService.GoodKey));
            await Eventually.HoldsAsync(
                async () => (await good.ListModelsAsync(new ListModelsRequest())).Models.Any(
                    model => model.Version > 1 && model.Problem.Length > 0),
                TimeSpan.FromSeconds(60),
                "the model's problem is told");

            Assert.InRange(service.Memory - before, double.NegativeInfinity, Growth);
            await service.GoodClientIsServedAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Frame(byte[] payload) =>
        [0, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}
