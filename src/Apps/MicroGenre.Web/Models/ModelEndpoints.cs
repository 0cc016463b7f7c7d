using MicroGenre.Contracts;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Models;

/// <summary>What the page of models asks for.</summary>
internal static class ModelEndpoints
{
    private static readonly AsksService Inference = new("inference");

    /// <summary>Maps <c>GET /models</c> and <c>PUT /models/default</c>.</summary>
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/models", ListAsync).WithMetadata(Inference);
        api.MapPut("/models/default", SetDefaultAsync).WithMetadata(Inference);
    }

    private static async Task<IResult> ListAsync(Classifier.ClassifierClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.ListModelsAsync(new ListModelsRequest(), deadline: DateTime.UtcNow + options.AnswerLimit, cancellationToken: cancellation));

    private static async Task<IResult> SetDefaultAsync(HttpRequest request, ModelControl.ModelControlClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.SetDefaultAsync(
            await ContractJson.ReadAsync<SetDefaultRequest>(request), deadline: DateTime.UtcNow + options.AnswerLimit, cancellationToken: cancellation));
}
