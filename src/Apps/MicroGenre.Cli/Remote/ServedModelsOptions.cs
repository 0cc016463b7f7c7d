using System.CommandLine;
using MicroGenre.Learning;

namespace MicroGenre.Cli.Remote;

/// <summary>Where the models are whose genres change: in a folder, or at a Training service.</summary>
internal sealed class ServedModelsOptions
{
    private readonly Option<string?> _models = ModelsFolder.Option();
    private readonly ServerOptions _server = new("Training");

    public void AddTo(Command command)
    {
        command.Add(_models);
        _server.AddTo(command);
    }

    /// <summary>The model repository.</summary>
    public ModelRepository Models(ParseResult result) => ModelsFolder.Open(result.GetValue(_models));

    /// <summary>The service, if one is named; nothing is sent yet.</summary>
    /// <exception cref="UsageException">Two places are named.</exception>
    public RemoteTeacher? Teacher(ParseResult result, ModelName model, string? name) =>
        _server.Open(result) is not { } server ? null
        : result.GetValue(_models) is null ? new RemoteTeacher(server, model, name)
        : throw new UsageException($"{_server.Url.Name} names a service, which has models of its own: leave out {_models.Name}.");
}
