using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MicroGenre.Client.Features;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;
using MicroGenre.Contracts.OpenInference;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>
/// <c>bench serving-client</c>, the process that <c>bench serving</c> measures with: so many callers, each of whom asks again as soon as he
/// has his answer, over one channel. Prints a <see cref="LoadResult"/> as JSON.
/// </summary>
internal static class LoadClient
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Options.Read(args, "--address", "--callers", "--seconds", "--model", "--shape", "--path", "--upload");
        using var channel = GrpcChannel.ForAddress(options.Required("--address"));
        var ask = options["--model"] is not { } model ? Nothing(channel)
            : options["--path"] is { } path ? Tracks(channel, model, path)
            : options["--upload"] is { } file ? Uploads(channel, model, file)
            : Tensors(channel, model, options.Required("--shape"));
        var duration = TimeSpan.FromSeconds(options.Number("--seconds", 5.0));
        var callers = options.Number("--callers", 1);

        // Connections, compiled code and caches are there before anything counts.
        var before = await MeasureAsync(ask, callers, duration / 4);
        var load = await MeasureAsync(ask, callers, duration);
        Console.WriteLine(JsonSerializer.Serialize(load with { Asked = before.Asked + load.Asked }));
        return 0;
    }

    private static async Task<LoadResult> MeasureAsync(Func<Task<double>> ask, int callers, TimeSpan duration)
    {
        var (times, overheads, failures) = (new ConcurrentBag<double>(), new ConcurrentBag<double>(), new ConcurrentBag<string>());
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < duration)
            {
                var begin = Stopwatch.GetTimestamp();
                try
                {
                    var computed = await ask();
                    var time = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
                    times.Add(time);
                    overheads.Add(time - computed);
                }
                catch (RpcException failure)
                {
                    failures.Add($"{failure.StatusCode}: {failure.Status.Detail}");
                }
            }
        })));
        return LoadResult.Of(times, overheads, failures, clock.Elapsed);
    }

    /// <summary>Asks whether the server lives, which it answers without a model.</summary>
    private static Func<Task<double>> Nothing(GrpcChannel channel)
    {
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        return async () =>
        {
            await client.ServerLiveAsync(new ServerLiveRequest());
            return 0;
        };
    }

    /// <summary>Asks about one track of random features, by the Open Inference Protocol, which says nothing of computing time.</summary>
    private static Func<Task<double>> Tensors(GrpcChannel channel, string model, string shape)
    {
        long[] sizes = [.. shape.Split('x').Select(long.Parse)];
        var random = new Random(1);
        var bytes = new byte[sizes.Aggregate(1L, (product, size) => product * size) * sizeof(float)];
        FeatureBytes.Write([.. Enumerable.Range(0, bytes.Length / sizeof(float)).Select(_ => -80 * random.NextSingle())], bytes);
        var request = new ModelInferRequest { ModelName = model, RawInputContents = { UnsafeByteOperations.UnsafeWrap(bytes) } };
        request.Inputs.Add(new ModelInferRequest.Types.InferInputTensor { Name = "features", Datatype = "FP32", Shape = { sizes } });
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        return async () =>
        {
            await client.ModelInferAsync(request);
            return 0;
        };
    }

    /// <summary>Asks about a file under the service's data root; gives the milliseconds that its model computed.</summary>
    private static Func<Task<double>> Tracks(GrpcChannel channel, string model, string path)
    {
        var request = new ClassifyRequest { Audio = new AudioSource { Path = path }, Options = new ClassifyOptions { Model = model } };
        var client = new Classifier.ClassifierClient(channel);
        return async () => (await client.ClassifyAsync(request)).Timing.ComputeSeconds * 1000;
    }

    /// <summary>Sends a file to be classified; gives the milliseconds that its model computed.</summary>
    private static Func<Task<double>> Uploads(GrpcChannel channel, string model, string file)
    {
        var audio = File.ReadAllBytes(file);
        var header = new ClassifyUploadHeader
        {
            Upload = new UploadHeader { Name = Path.GetFileName(file) },
            Options = new ClassifyOptions { Model = model },
        };
        var client = new Classifier.ClassifierClient(channel);
        return async () =>
        {
            using var call = client.ClassifyUpload();
            await AudioUpload.SendAsync(call.RequestStream, header, new MemoryStream(audio));
            return (await call.ResponseAsync).Timing.ComputeSeconds * 1000;
        };
    }
}
