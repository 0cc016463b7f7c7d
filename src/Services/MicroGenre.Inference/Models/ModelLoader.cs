using MicroGenre.Learning;
using MicroGenre.Signal;

namespace MicroGenre.Inference.Models;

/// <summary>Loads models of the repository.</summary>
public sealed class ModelLoader(ModelRepository repository)
{
    /// <summary>Loads a model and runs a first classification, so that errors and slow initialisation happen here.</summary>
    public Task<GenreModel> LoadAsync(ModelCard card) => Task.Run(() => Load(card));

    private GenreModel Load(ModelCard card)
    {
        var model = repository.Load(card.Name, card.Version);
        try
        {
            model.Classify(new FeatureMatrix(model.Card.Recipe.Features.Rows, model.Card.Recipe.Lengths.Prediction));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
