using System.Collections.Concurrent;
using MicroGenre.Contracts;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;

namespace MicroGenre.Inference.Classification;

/// <summary>The groups of a batch: what their tracks come to together. Several threads may add tracks.</summary>
internal sealed class AnswerGroups
{
    private const int Most = 10_000;
    private const int LongestName = 1000;
    private readonly ConcurrentDictionary<string, Group> _groups = new(StringComparer.Ordinal);

    /// <summary>Adds a track to its group.</summary>
    /// <exception cref="Grpc.Core.RpcException">The group has another model, its name is too long, or there are too many.</exception>
    public void Add(string name, ClassifiedTrack answer, ClassifyOptions options)
    {
        if (name.Length > LongestName)
        {
            throw RpcErrors.InvalidArgument($"group: the name has {name.Length} characters; at most {LongestName} are allowed.");
        }

        if (_groups.Count >= Most && !_groups.ContainsKey(name))
        {
            throw RpcErrors.ResourceExhausted($"group: a batch has at most {Most} groups.");
        }

        var group = _groups.GetOrAdd(name, _ => new Group(answer.Card, options, new GenrePool(answer.Card.Calibration)));

        // Another version of a model may come into service meanwhile.
        if (group.Card.Name != answer.Card.Name || !group.Card.Labels.SequenceEqual(answer.Card.Labels, StringComparer.Ordinal))
        {
            throw RpcErrors.InvalidArgument(
                $"group: tracks of '{name}' were classified by {group.Card.Name}; {answer.Card.Name} has other genres.");
        }

        group.Pool.Add(answer.Answer);
    }

    /// <summary>A reply for each group.</summary>
    public IEnumerable<ClassifyBatchReply> Replies() => _groups.OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new ClassifyBatchReply
        {
            Group = new GroupReply
            {
                Group = group.Key,
                Tracks = group.Value.Pool.Count,
                Model = group.Value.Card.Name,
                Version = group.Value.Card.Version,
                Prediction = group.Value.Pool.Answer is { } answer
                    ? TrackClassifier.PredictionOf(group.Value.Card, answer, group.Value.Options) : null,
            },
        });

    private sealed record Group(ModelCard Card, ClassifyOptions Options, GenrePool Pool);
}
