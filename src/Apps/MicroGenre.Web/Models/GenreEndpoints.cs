using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Models;

/// <summary>Maps the endpoints that change the genres of a model. Each change makes a new version.</summary>
internal static class GenreEndpoints
{
    private const string One = "/genres/{genre}";

    /// <summary>
    /// Maps <c>PATCH</c> and <c>DELETE</c> of <c>/models/{model}/genres/{genre}</c>, <c>POST</c> of its <c>/merge</c>, and
    /// <c>POST /models/{model}/undo</c>. Bodies are the contract's messages without what the address says; <c>DELETE</c> takes
    /// <c>?version=&amp;saveAs=</c> instead of a body.
    /// </summary>
    public static void MapGenres(this IEndpointRouteBuilder api)
    {
        var model = api.MapGroup("/models/{model}").WithMetadata(new AsksService("training")).WithTags("Models")
            .RequireAuthorization(Rights.Control);
        model.MapPatch(One, RenameAsync).Calls(Teacher.Descriptor, "RenameGenre");
        model.MapDelete(One, RemoveAsync).Calls(Teacher.Descriptor, "RemoveGenre");
        model.MapPost($"{One}/merge", MergeAsync).Calls(Teacher.Descriptor, "MergeGenres");
        model.MapPost("/undo", UndoAsync).Calls(Teacher.Descriptor, "UndoChange");
    }

    private static Task<Reply<TaughtModel>> RenameAsync(
        string model, string genre, Body<RenameGenreRequest> order, Teacher.TeacherClient teacher, WebOptions options,
        CancellationToken cancellation)
    {
        (order.Message.Change, order.Message.Genre) = (Of(order.Message.Change, model), genre);
        return Reply.OfAsync(teacher.RenameGenreAsync(order.Message, options.Answer(cancellation)));
    }

    private static Task<Reply<TaughtModel>> RemoveAsync(
        string model, string genre, int? version, string? saveAs, Teacher.TeacherClient teacher, WebOptions options,
        CancellationToken cancellation)
    {
        var change = new ModelChange { Model = model, Version = version ?? 0, SaveAs = saveAs ?? "" };
        var order = new RemoveGenreRequest { Change = change, Genre = genre };
        return Reply.OfAsync(teacher.RemoveGenreAsync(order, options.Answer(cancellation)));
    }

    /// <summary>Makes one genre of that of the address, which stays, and of the body's <c>other</c>.</summary>
    private static Task<Reply<TaughtModel>> MergeAsync(
        string model, string genre, Body<MergeGenresRequest> order, Teacher.TeacherClient teacher, WebOptions options,
        CancellationToken cancellation)
    {
        (order.Message.Change, order.Message.Genre) = (Of(order.Message.Change, model), genre);
        return Reply.OfAsync(teacher.MergeGenresAsync(order.Message, options.Answer(cancellation)));
    }

    private static Task<Reply<TaughtModel>> UndoAsync(
        string model, Teacher.TeacherClient teacher, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(teacher.UndoChangeAsync(new UndoChangeRequest { Model = model }, options.Answer(cancellation)));

    private static ModelChange Of(ModelChange? change, string model)
    {
        change ??= new ModelChange();
        change.Model = model;
        return change;
    }
}
