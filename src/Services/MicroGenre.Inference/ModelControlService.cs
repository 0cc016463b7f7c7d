using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Inference.Models;
using MicroGenre.Serving.Calls;
using Microsoft.AspNetCore.Authorization;

namespace MicroGenre.Inference;

/// <summary>Implements <c>microgenre.v1.ModelControl</c>.</summary>
public sealed class ModelControlService(ModelCache models) : ModelControl.ModelControlBase
{
    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<Contracts.ServingPlan> SetDefault(SetDefaultRequest request, ServerCallContext context)
    {
        await models.SetDefaultAsync(request.Model.Length > 0 ? request.Model : null, context.CancellationToken);
        return PlanOf();
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<Contracts.ServingPlan> Pin(PinRequest request, ServerCallContext context)
    {
        Check(request.Model, request.Version);
        await models.PinAsync(request.Model, request.Version, context.CancellationToken);
        return PlanOf();
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override Task<UnloadReply> Unload(UnloadRequest request, ServerCallContext context)
    {
        Check(request.Model, request.Version);
        return Task.FromResult(new UnloadReply { Unloaded = models.Unload(request.Model, request.Version) });
    }

    /// <inheritdoc/>
    public override Task<Contracts.ServingPlan> GetServingPlan(GetServingPlanRequest request, ServerCallContext context) =>
        Task.FromResult(PlanOf());

    private static void Check(string model, int version)
    {
        if (model.Length == 0 || version < 0)
        {
            throw RpcErrors.InvalidArgument(
                model.Length == 0 ? "model: missing." : $"version: {version} is not a valid version; versions count from 1.");
        }
    }

    private Contracts.ServingPlan PlanOf()
    {
        var plan = models.CurrentPlan();
        var message = new Contracts.ServingPlan { DefaultModel = plan.DefaultModel };
        foreach (var (model, version) in plan.Pins)
        {
            message.Pins.Add(model, version);
        }

        return message;
    }
}
