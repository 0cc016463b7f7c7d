using Grpc.Core;
using MicroGenre.Cli.Audio;
using MicroGenre.Client.Lessons;
using MicroGenre.Contracts;

namespace MicroGenre.Cli.Remote;

/// <summary>Changes genres of models by a Training service.</summary>
internal sealed class RemoteTeacher(Server server, ModelName model, string? name) : IDisposable
{
    private readonly Teacher.TeacherClient _client = new(server.Channel);

    public Task<Commands.TaughtModel> TeachAsync(
        string genre, IReadOnlyList<TrackArgument> tracks, CancellationToken cancellation) => AskAsync(
        () => _client.TeachAsync(
            new Lesson { Change = Change, Genre = genre },
            tracks.Select(track => new ExampleFile(track.Name, track.Open)).ToAsyncEnumerable(),
            cancellation),
        cancellation);

    public Task<Commands.TaughtModel> RenameAsync(string genre, string newName, CancellationToken cancellation) => AskAsync(
        () => _client.RenameGenreAsync(
            new RenameGenreRequest { Change = Change, Genre = genre, Name = newName }, cancellationToken: cancellation).ResponseAsync,
        cancellation);

    public Task<Commands.TaughtModel> MergeAsync(string genre, string other, string? into, CancellationToken cancellation) => AskAsync(
        () => _client.MergeGenresAsync(
            new MergeGenresRequest { Change = Change, Genre = genre, Other = other, Name = into ?? "" },
            cancellationToken: cancellation).ResponseAsync,
        cancellation);

    public Task<Commands.TaughtModel> RemoveAsync(string genre, CancellationToken cancellation) => AskAsync(
        () => _client.RemoveGenreAsync(
            new RemoveGenreRequest { Change = Change, Genre = genre }, cancellationToken: cancellation).ResponseAsync,
        cancellation);

    public Task<Commands.TaughtModel> UndoAsync(CancellationToken cancellation) => AskAsync(
        () => _client.UndoChangeAsync(new UndoChangeRequest { Model = model.Name }, cancellationToken: cancellation).ResponseAsync,
        cancellation);

    public void Dispose() => server.Dispose();

    private ModelChange Change => new() { Model = model.Name, Version = model.Version ?? 0, SaveAs = name ?? "" };

    private async Task<Commands.TaughtModel> AskAsync(Func<Task<TaughtModel>> ask, CancellationToken cancellation)
    {
        try
        {
            var taught = await ask();
            return new Commands.TaughtModel(
                $"{taught.Model}/{taught.Version}",
                taught.BasedOn.Length > 0 ? taught.BasedOn : null,
                [.. taught.Labels],
                [.. taught.DisplayNames],
                taught.Taught.Count == 0 ? null
                    : [.. taught.Taught.Select(genre => new Learning.TaughtGenre(genre.Label, genre.Examples, genre.Recognized))]);
        }
        catch (RpcException exception)
        {
            throw server.Explain(exception, cancellation);
        }
    }
}
