using MicroGenre.Learning;
using MicroGenre.Testing;

namespace MicroGenre.Web.Tests;

/// <summary>The system with the model that ships.</summary>
public sealed class DemoSystem : WebSystem
{
    protected override string AddModels(ModelRepository models)
    {
        const string Shipped = "gtzan";
        var source = Repository.PathOf("models", Shipped);
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(models.Root, Shipped, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return Shipped;
    }
}
