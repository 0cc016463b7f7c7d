using Grpc.Core;
using MicroGenre.Contracts;

namespace MicroGenre.Web.Tracks;

/// <summary>Has a track's answer say which genres it may be, where the model that answers makes such sets.</summary>
internal sealed class SetQuestions(Classifier.ClassifierClient classifier, WebOptions options)
{
    private const string Calibrated = "\"conformal\"";

    // Who does not say at once which model it is answers without a set.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Returns the question, put to the very version that was seen to make sets; unchanged if it makes none.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TrackQuestion> WithSetAsync(TrackQuestion asked, CancellationToken cancellation) =>
        await ModelOfAsync(asked, cancellation) is { } model && model.Card.Contains(Calibrated, StringComparison.Ordinal)
            ? asked with { Model = model.Name, Version = model.Version, Coverage = options.Coverage } : asked;

    // A name without a version may be pinned to any of them.
    private async Task<ModelInfo?> ModelOfAsync(TrackQuestion asked, CancellationToken cancellation)
    {
        try
        {
            var known = await classifier.ListModelsAsync(
                new ListModelsRequest(), deadline: DateTime.UtcNow + Patience, cancellationToken: cancellation);
            return known.Models.FirstOrDefault(model =>
                asked.Model.Length == 0 ? model.IsDefault : model.Name == asked.Model && model.Version == asked.Version);
        }
        catch (RpcException) when (!cancellation.IsCancellationRequested)
        {
            // The question itself will say what is wrong.
            return null;
        }
    }
}
