using System.Runtime.Versioning;

namespace MicroGenre.Cli.Tests;

/// <summary>
/// The folder that every page starts with. Beside the shipped models it has those that readers of the docs have trained before.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class DocumentedModels : IAsyncLifetime, IDisposable
{
    private const string Trained = "a";

    private static readonly string[] Others = ["b", "mine-cnn"];

    private readonly ResidentProgram _program = new();
    private readonly DocumentedFolder _folder;

    public DocumentedModels() => _folder = new DocumentedFolder(_program);

    /// <summary>A copy of the folder, for one page.</summary>
    internal DocumentedFolder Copy() => _folder.Copy();

    public async Task InitializeAsync()
    {
        (await _folder.RunAsync([$"microgenre train --recipe block-discriminant --data FOLDER --model {Trained}"])).Succeeds();
        (await _folder.RunAsync(Others.Select(model => $"cp -r models/{Trained} models/{model}"))).Succeeds();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _folder.Dispose();
        _program.Dispose();
    }
}
