using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.ServiceTesting;
using MicroGenre.Testing;

namespace MicroGenre.Training.Tests;

public class FullDiskTests
{
    private const int Epochs = 120;

    // Of the space that a job's events and checkpoint take, less than all of it.
    private const int Left = 40 * 1024;

    [TinyDiskFact]
    public async Task A_full_disk_ends_a_job_with_nothing_half_written_and_with_space_it_goes_on()
    {
        using var folder = new TemporaryFolder();
        ToyGenres.WriteFolders(folder["data"]);
        Directory.CreateDirectory(folder["models"]);
        await using var service = await TrainerProcess.StartAsync(folder["data"], folder["models"], disk: "1m");
        var models = service.Seen(folder["models"]);
        Fill(Path.Combine(models, "filler"));

        await Calls.RefusedAsync(StatusCode.ResourceExhausted, () => EventsAsync(service.Client.Train(Request("disturbed"))));
        var job = Assert.Single((await service.Client.ListJobsAsync(new ListJobsRequest())).Jobs);
        Assert.Equal(JobState.Failed, job.State);
        var files = Directory.EnumerateFiles(models, "*", SearchOption.AllDirectories).ToList();
        Assert.DoesNotContain(files, file => Path.GetFileName(file) is "model.json" or "weights.safetensors");
        Assert.DoesNotContain(files, file => file.EndsWith(".saving", StringComparison.Ordinal));
        Assert.EndsWith("}\n", await File.ReadAllTextAsync(files.Single(file => Path.GetFileName(file) == "events.jsonl")),
            StringComparison.Ordinal);

        File.Delete(Path.Combine(models, "filler"));
        var events = await EventsAsync(service.Client.Resume(new ResumeRequest { Job = job.Job }));
        Assert.NotNull(events[^1].Finished);
        await EventsAsync(service.Client.Train(Request("undisturbed")));
        var repository = new ModelRepository(models);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(repository.FolderOf("undisturbed", 1), "weights.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(repository.FolderOf("disturbed", 1), "weights.safetensors")));
    }

    private static TrainRequest Request(string model)
    {
        var request = TrainingHost.Request(Epochs);
        request.Model = model;
        request.Data = new DataSet { Folder = "." };
        return request;
    }

    private static void Fill(string path)
    {
        using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            filler.SetLength(filler.Length - Left);
        }
    }

    private static async Task<List<TrainEvent>> EventsAsync(AsyncServerStreamingCall<TrainEvent> call)
    {
        using (call)
        {
            return await call.ResponseStream.ReadAllAsync().ToListAsync();
        }
    }
}
