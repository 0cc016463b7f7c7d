using Aspire.ServiceDefaults.Security;
using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.Inference.Models;
using MicroGenre.Serving.Calls;
using Microsoft.AspNetCore.Authorization;

namespace MicroGenre.Inference;

/// <summary>Answers the calls of <c>microgenre.v1.ModelControl</c>.</summary>
public sealed class ModelControlService(ModelShelf shelf) : ModelControl.ModelControlBase
{
    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<ServingPlan> SetDefault(SetDefaultRequest request, ServerCallContext context)
    {
        await shelf.SetDefaultAsync(request.Model.Length > 0 ? request.Model : null, context.CancellationToken);
        return PlanOf();
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override async Task<ServingPlan> Pin(PinRequest request, ServerCallContext context)
    {
        Check(request.Model, request.Version);
        await shelf.PinAsync(request.Model, request.Version, context.CancellationToken);
        return PlanOf();
    }

    /// <inheritdoc/>
    [Authorize(Policy = Rights.Control)]
    public override Task<UnloadReply> Unload(UnloadRequest request, ServerCallContext context)
    {
        Check(request.Model, request.Version);
        return Task.FromResult(new UnloadReply { Unloaded = shelf.Unload(request.Model, request.Version) });
    }

    /// <inheritdoc/>
    public override Task<ServingPlan> GetServingPlan(GetServingPlanRequest request, ServerCallContext context) => Task.FromResult(PlanOf());

    private static void Check(string model, int version)
    {
        if (model.Length == 0 || version < 0)
        {
            throw RpcErrors.InvalidArgument(model.Length == 0 ? "model: it is not named." : $"version: {version} is no version; they count from 1.");
        }
    }

    private ServingPlan PlanOf()
    {
        var plan = shelf.CurrentPlan();
        var message = new ServingPlan { DefaultModel = plan.DefaultModel };
        foreach (var (model, version) in plan.Pins)
        {
            message.Pins.Add(model, version);
        }

        return message;
    }
}
