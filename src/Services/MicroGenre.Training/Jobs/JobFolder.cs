using System.Text;
using Google.Protobuf;
using MicroGenre.Contracts;
using MicroGenre.Signal.Files;

namespace MicroGenre.Training.Jobs;

/// <summary>
/// What is kept of a job: <c>request.json</c>, <c>job.json</c> (its state), <c>events.jsonl</c> (one event a line) and, while it is not
/// done, <c>checkpoint/</c>.
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
        Directory.Exists(root) ? Directory.EnumerateDirectories(root).Where(path => File.Exists(Path.Combine(path, StateFile)))
            .Select(path => new JobFolder(path)) : [];

    /// <summary>What was asked for.</summary>
    public TrainRequest ReadRequest() => Parser.Parse<TrainRequest>(File.ReadAllText(Path.Combine(_path, RequestFile)));

    /// <summary>Replaces what was asked for.</summary>
    public void Write(TrainRequest request) => Write(RequestFile, request);

    /// <summary>The state that was written last.</summary>
    public JobInfo ReadState() => Parser.Parse<JobInfo>(File.ReadAllText(Path.Combine(_path, StateFile)));

    /// <summary>Replaces the state.</summary>
    public void Write(JobInfo state) => Write(StateFile, state);

    /// <summary>Keeps an event, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(TrainEvent happened)
    {
        using var file = new FileStream(Path.Combine(_path, EventsFile), FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var end = file.Length;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(happened) + "\n"));
        }
        catch (IOException)
        {
            // A full disk takes a part of the line, which the next event must not go on from.
            file.SetLength(end);
            throw;
        }
    }

    /// <summary>
    /// The events that were kept. What the service's end cut short, and whatever follows a line that is none, is dropped, from the file,
    /// too.
    /// </summary>
    public IReadOnlyList<TrainEvent> ReadEvents()
    {
        var path = Path.Combine(_path, EventsFile);
        if (!File.Exists(path))
        {
            return [];
        }

        var text = File.ReadAllText(path);
        var events = new List<TrainEvent>();
        var good = 0;
        for (var end = text.IndexOf('\n'); end >= 0 && TryParse(text[good..end]) is { } happened; end = text.IndexOf('\n', good))
        {
            events.Add(happened);
            good = end + 1;
        }

        if (good < text.Length)
        {
            using var file = new FileStream(path, FileMode.Open);
            file.SetLength(Encoding.UTF8.GetByteCount(text.AsSpan(0, good)));
        }

        return events;
    }

    /// <summary>Forgets the job.</summary>
    public void Delete() => Directory.Delete(_path, recursive: true);

    private static TrainEvent? TryParse(string line)
    {
        try
        {
            return Parser.Parse<TrainEvent>(line);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            return null;
        }
    }

    private void Write(string name, IMessage message) => WholeFile.Write(Path.Combine(_path, name), JsonFormatter.Default.Format(message));
}
