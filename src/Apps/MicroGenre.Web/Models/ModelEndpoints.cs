using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Models;

/// <summary>Maps the endpoints for models.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps <c>GET /models</c>, <c>GET</c> of the serving plan, and <c>PUT</c> of its two parts.</summary>
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/models").WithMetadata(new AsksService("inference")).WithTags("Models");
        models.MapGet("", ListAsync).Calls(Classifier.Descriptor, "ListModels");
        models.MapGet("/plan", GetPlanAsync).Calls(ModelControl.Descriptor, "GetServingPlan");
        models.MapPut("/default", SetDefaultAsync).Calls(ModelControl.Descriptor, "SetDefault").RequireAuthorization(Rights.Control);
        models.MapPut("/pin", PinAsync).Calls(ModelControl.Descriptor, "Pin").RequireAuthorization(Rights.Control);
    }

    private static Task<Reply<ListModelsReply>> ListAsync(
        Classifier.ClassifierClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.ListModelsAsync(new ListModelsRequest(), options.Answer(cancellation)));

    private static Task<Reply<ServingPlan>> GetPlanAsync(
        ModelControl.ModelControlClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.GetServingPlanAsync(new GetServingPlanRequest(), options.Answer(cancellation)));

    private static Task<Reply<ServingPlan>> SetDefaultAsync(
        Body<SetDefaultRequest> order, ModelControl.ModelControlClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.SetDefaultAsync(order.Message, options.Answer(cancellation)));

    private static Task<Reply<ServingPlan>> PinAsync(
        Body<PinRequest> order, ModelControl.ModelControlClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.PinAsync(order.Message, options.Answer(cancellation)));
}
