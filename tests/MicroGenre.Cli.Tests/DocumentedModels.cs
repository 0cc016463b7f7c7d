using System.Runtime.Versioning;
using MicroGenre.Testing;

namespace MicroGenre.Cli.Tests;

/// <summary>The models that the docs name: the shipped ones, and those that their readers have trained before.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DocumentedModels : IAsyncLifetime, IDisposable
{
    private static readonly string[] Trained = ["a", "b", "mine-cnn"];

    private readonly DocumentedFolder _folder = new(Repository.PathOf("models"));

    /// <summary>The folder of models.</summary>
    public string Path => _folder["models"];

    public async Task InitializeAsync()
    {
        foreach (var model in Trained)
        {
            (await _folder.RunAsync([$"microgenre train --recipe block-discriminant --data FOLDER --model {model}"])).Succeeds();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();
}
