using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;

namespace StandIns.Grpc.Tests;

/// <summary>Measures the whole process's memory, so nothing else may run beside it.</summary>
[Collection(nameof(Memory))]
[CollectionDefinition(nameof(Memory), DisableParallelization = true)]
public class Memory
{
    [Fact]
    public async Task Fifty_megabytes_stream_to_the_server_and_back_in_bounded_memory()
    {
        const int Chunks = 200;
        var sent = RandomNumberGenerator.GetBytes(256 * 1024);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        List<long> held = [];
        await using var server = await ProbeServer.StartAsync(new Methods
        {
            Duplex = async (requests, responses, _) =>
            {
                var chunks = 0;
                await foreach (var request in requests.ReadAllAsync())
                {
                    await responses.WriteAsync(request);
                    if (++chunks % 20 == 0)
                    {
                        held.Add(GC.GetTotalMemory(forceFullCollection: true) - before);
                    }
                }
            },
        });

        using var call = server.Client.Duplex();
        var writing = Task.Run(async () =>
        {
            for (var chunk = 0; chunk < Chunks; chunk++)
            {
                await call.RequestStream.WriteAsync(new Note { Number = chunk, Data = UnsafeByteOperations.UnsafeWrap(sent) });
            }

            await call.RequestStream.CompleteAsync();
        });
        var received = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync())
        {
            Assert.Equal(received++, response.Number);
            Assert.True(response.Data.Span.SequenceEqual(sent));
        }

        await writing;
        Assert.Equal(Chunks, received);
        Assert.Equal(Chunks / 20, held.Count);
        Assert.True(held.Max() <= 25 * 1024 * 1024, $"{held.Max()} bytes were held.");
    }
}
