using Aspire.ServiceDefaults.Security;
using MicroGenre.Contracts;
using MicroGenre.Web.Http;
using MicroGenre.Web.OpenApi;

namespace MicroGenre.Web.Library;

/// <summary>Maps the endpoints for the library's folders.</summary>
internal static class FolderEndpoints
{
    /// <summary>Maps <c>POST</c> and <c>DELETE /folders</c>.</summary>
    public static void MapFolders(this IEndpointRouteBuilder library)
    {
        library.MapPost("/folders", AddAsync).Calls(Collector.Descriptor, "AddFolder").RequireAuthorization(Rights.Control);
        library.MapDelete("/folders", ForgetAsync).Calls(Collector.Descriptor, "Forget", "ForgetFolder")
            .RequireAuthorization(Rights.Control)
            .WithSummary("Removes a folder and the tracks in it from the library.").WithDescription("Files are not touched.");
    }

    private static Task<Reply<AddFolderReply>> AddAsync(
        Body<AddFolderRequest> order, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.AddFolderAsync(order.Message, options.Answer(cancellation)));

    /// <summary>Forgets the folder <c>?path=</c> with all tracks in it. The files stay.</summary>
    private static Task<Reply<ForgetReply>> ForgetAsync(
        string path, Collector.CollectorClient client, WebOptions options, CancellationToken cancellation) =>
        Reply.OfAsync(client.ForgetAsync(new ForgetRequest { Paths = { path } }, options.Answer(cancellation)));
}
