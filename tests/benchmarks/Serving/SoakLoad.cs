using System.Collections.Concurrent;
using System.Diagnostics;
using Grpc.Core;
using MicroGenre.Client.Channels;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;

namespace MicroGenre.Benchmarks.Serving;

/// <summary>One answer of a soak.</summary>
/// <param name="Second">When it came, in seconds from the beginning.</param>
/// <param name="Milliseconds">How long it took.</param>
internal sealed record SoakAnswer(double Second, double Milliseconds);

/// <summary>
/// The callers of a soak and what they meet. Each asks about one track after the other: three by their paths, then one as an upload, which
/// is sent again as the command line does.
/// </summary>
/// <param name="client">How services are called.</param>
/// <param name="data">The data root of the services.</param>
/// <param name="tracks">The tracks' names there.</param>
/// <param name="rate">Calls per second of all callers together; <see langword="null"/> for as many as are answered.</param>
internal sealed class SoakLoad(Classifier.ClassifierClient client, string data, IReadOnlyList<string> tracks, double? rate)
{
    public const int Callers = 32;
    private const int UploadEvery = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentDictionary<int, bool> _versions = new();
    private readonly ConcurrentQueue<SoakAnswer> _answers = new();
    private int _refused;

    /// <summary>Whether nobody may answer any more.</summary>
    public bool IsStopping { get; set; }

    /// <summary>Whether callers are to end.</summary>
    public bool IsOver { get; set; }

    /// <summary>Seconds since the beginning.</summary>
    public double Seconds => _clock.Elapsed.TotalSeconds;

    public IReadOnlyCollection<SoakAnswer> Answers => _answers;

    /// <summary>Calls that ended with UNAVAILABLE while nobody may answer.</summary>
    public int Refused => _refused;

    /// <summary>How many versions of the model answered.</summary>
    public int Versions => _versions.Count;

    /// <summary>How many calls failed while a replica ran, by what was said.</summary>
    public ConcurrentDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>How many calls failed otherwise while nobody may answer.</summary>
    public ConcurrentDictionary<string, int> LateFailures { get; } = new(StringComparer.Ordinal);

    /// <summary>Asks until it is over.</summary>
    public Task RunAsync() => Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => AskAsync(caller))));

    private async Task AskAsync(int caller)
    {
        using var pace = rate is { } perSecond ? new PeriodicTimer(TimeSpan.FromSeconds(Callers / perSecond)) : null;
        for (var call = caller; !IsOver; call++)
        {
            if (pace is not null)
            {
                await pace.WaitForNextTickAsync();
            }

            var begin = _clock.Elapsed;
            try
            {
                var track = tracks[call % tracks.Count];
                var reply = call % UploadEvery == 0 ? await Retry.WhileUnavailableAsync(() => UploadAsync(track))
                    : await client.ClassifyAsync(new ClassifyRequest { Audio = new AudioSource { Path = track } });
                _versions[reply.Version] = true;
                _answers.Enqueue(new SoakAnswer(_clock.Elapsed.TotalSeconds, (_clock.Elapsed - begin).TotalMilliseconds));
            }
            catch (RpcException e) when (IsStopping && e.StatusCode == StatusCode.Unavailable)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(Pause);
            }
            catch (Exception e)
            {
                var what = e is RpcException failed ? $"{failed.StatusCode}: {failed.Status.Detail}" : $"{e.GetType().Name}: {e.Message}";
                (IsStopping ? LateFailures : Failures).AddOrUpdate(what, 1, (_, count) => count + 1);
            }
        }
    }

    private async Task<ClassifyReply> UploadAsync(string track)
    {
        await using var audio = File.OpenRead(Path.Combine(data, track));
        using var call = client.ClassifyUpload();
        var header = new ClassifyUploadHeader { Upload = new UploadHeader { Name = track, Length = (ulong)audio.Length } };
        return await AudioUpload.AnswerAsync(AudioUpload.SendAsync(call.RequestStream, header, audio), call.ResponseAsync);
    }
}
