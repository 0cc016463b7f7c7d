using System.Text;
using Google.Protobuf;
using MicroGenre.Contracts;
using MicroGenre.Signal.Files;

namespace MicroGenre.Training.Jobs;

/// <summary>
/// The folder of a job: <c>request.json</c>, <c>job.json</c> (its state), <c>events.jsonl</c> (one event per line) and, until it is done,
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

    /// <summary>The ID of the job.</summary>
    public string Id => Path.GetFileName(_path);

    /// <summary>The folder of the job's checkpoint.</summary>
    public string Checkpoint => Path.Combine(_path, "checkpoint");

    /// <summary>Creates a folder for a new job.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
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
            throw new IOException($"The job cannot be saved: {e.Message}", e);
        }
    }

    /// <summary>The folders of all jobs.</summary>
    public static IEnumerable<JobFolder> All(string root) =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root).Where(path => File.Exists(Path.Combine(path, StateFile)))
            .Select(path => new JobFolder(path)) : [];

    /// <summary>Reads the request.</summary>
    public TrainRequest ReadRequest() => Parser.Parse<TrainRequest>(File.ReadAllText(Path.Combine(_path, RequestFile)));

    /// <summary>Replaces the request.</summary>
    public void Write(TrainRequest request) => Write(RequestFile, request);

    /// <summary>Reads the latest state.</summary>
    public JobInfo ReadState() => Parser.Parse<JobInfo>(File.ReadAllText(Path.Combine(_path, StateFile)));

    /// <summary>Replaces the state.</summary>
    public void Write(JobInfo state) => Write(StateFile, state);

    /// <summary>Appends an event, completely or not at all.</summary>
    /// <exception cref="IOException">The event cannot be written.</exception>
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
            // A full disk may leave part of a line, which the next event must not continue.
            file.SetLength(end);
            throw;
        }
    }

    /// <summary>
    /// Reads the saved events. A line that was cut off when the service ended, and everything behind an invalid line, is dropped, also from
    /// the file.
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

    /// <summary>Deletes the job.</summary>
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
