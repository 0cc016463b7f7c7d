using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;

namespace MicroGenre.Web.Models;

/// <summary>Maps the endpoints for models.</summary>
internal static class ModelEndpoints
{
    private static readonly AsksService Inference = new("inference");

    /// <summary>Maps <c>GET /models</c>, <c>GET</c> of the serving plan, and <c>PUT</c> of its two parts.</summary>
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/models").WithMetadata(Inference);
        models.MapGet("", ListAsync);
        models.MapGet("/plan", GetPlanAsync);
        models.MapPut("/default", SetDefaultAsync).RequireAuthorization(Rights.Control);
        models.MapPut("/pin", PinAsync).RequireAuthorization(Rights.Control);
    }

    private static async Task<IResult> ListAsync(Classifier.ClassifierClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.ListModelsAsync(new ListModelsRequest(), options.Answer(cancellation)));

    private static async Task<IResult> GetPlanAsync(
        ModelControl.ModelControlClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.GetServingPlanAsync(new GetServingPlanRequest(), options.Answer(cancellation)));

    private static async Task<IResult> SetDefaultAsync(
        HttpRequest request, ModelControl.ModelControlClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.SetDefaultAsync(
            await ContractJson.ReadAsync<SetDefaultRequest>(request), options.Answer(cancellation)));

    private static async Task<IResult> PinAsync(
        HttpRequest request, ModelControl.ModelControlClient client, WebOptions options, CancellationToken cancellation) =>
        ContractJson.Result(await client.PinAsync(
            await ContractJson.ReadAsync<PinRequest>(request), options.Answer(cancellation)));
}
