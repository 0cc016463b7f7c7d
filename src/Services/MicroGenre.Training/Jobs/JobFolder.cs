using System.Text;
using Google.Protobuf;
using MicroGenre.Contracts;

namespace MicroGenre.Training.Jobs;

/// <summary>
/// What is kept of a job: <c>request.json</c>, <c>job.json</c> (its state), <c>events.jsonl</c> (one event a line) and, while it is not done,
/// <c>checkpoint/</c>.
/// </summary>
public sealed class JobFolder
{
    private const string RequestFile = "request.json";
    private const string StateFile = "job.json";
    private const string EventsFile = "events.jsonl";

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private readonly string _path;

    private JobFolder(string path) => _path = path;

    /// <summary>Tells jobs apart.</summary>
    public string Id => Path.GetFileName(_path);

    /// <summary>Where the job's checkpoint is.</summary>
    public string Checkpoint => Path.Combine(_path, "checkpoint");

    /// <summary>Makes a folder for a new job.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static JobFolder Create(string root, TrainRequest request, JobInfo state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var folder = new JobFolder(Path.Combine(root, state.Job));
        try
        {
            Directory.CreateDirectory(folder._path);
            folder.Write(RequestFile, request);
            folder.Write(state);
            return folder;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"The job cannot be kept: {e.Message}", e);
        }
    }

    /// <summary>The folders of all jobs.</summary>
    public static IEnumerable<JobFolder> All(string root) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root).Where(path => File.Exists(Path.Combine(path, StateFile))).Select(path => new JobFolder(path)) : [];

    /// <summary>What was asked for.</summary>
    public TrainRequest ReadRequest() => Parser.Parse<TrainRequest>(File.ReadAllText(Path.Combine(_path, RequestFile)));

    /// <summary>Replaces what was asked for.</summary>
    public void Write(TrainRequest request) => Write(RequestFile, request);

    /// <summary>The state that was written last.</summary>
    public JobInfo ReadState() => Parser.Parse<JobInfo>(File.ReadAllText(Path.Combine(_path, StateFile)));

    /// <summary>Replaces the state.</summary>
    public void Write(JobInfo state) => Write(StateFile, state);

    /// <summary>Keeps an event.</summary>
    public void Append(TrainEvent happened) => File.AppendAllText(Path.Combine(_path, EventsFile), JsonFormatter.Default.Format(happened) + "\n");

    /// <summary>The events that were kept. A line that the service's end cut short is dropped, from the file, too.</summary>
    public IReadOnlyList<TrainEvent> ReadEvents()
    {
        var path = Path.Combine(_path, EventsFile);
        if (!File.Exists(path))
        {
            return [];
        }

        var text = File.ReadAllText(path);
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        if (whole.Length < text.Length)
        {
            using var file = new FileStream(path, FileMode.Open);
            file.SetLength(Encoding.UTF8.GetByteCount(whole));
        }

        return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Parser.Parse<TrainEvent>(line))];
    }

    /// <summary>Forgets the job.</summary>
    public void Delete() => Directory.Delete(_path, recursive: true);

    // Written beside and renamed: a file is there whole or not at all.
    private void Write(string name, IMessage message)
    {
        var temporary = Path.Combine(_path, $".{name}");
        File.WriteAllText(temporary, JsonFormatter.Default.Format(message));
        File.Move(temporary, Path.Combine(_path, name), overwrite: true);
    }
}
