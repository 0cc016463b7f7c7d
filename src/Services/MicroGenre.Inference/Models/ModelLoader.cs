using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Inference.Models;

/// <summary>Brings models of the repository into memory.</summary>
public sealed class ModelLoader(ModelRepository repository)
{
    /// <summary>Loads a model and lets it classify once: what goes wrong does so here, and what is slow the first time has been.</summary>
    public Task<GenreModel> LoadAsync(ModelCard card) => Task.Run(() => Load(card));

    private GenreModel Load(ModelCard card)
    {
        var model = repository.Load(card.Name, card.Version);
        try
        {
            model.Classify(new FeatureMatrix(model.Card.Recipe.Features.Rows, model.Card.Recipe.Input.PredictionFrames));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
