using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests.Manifests;

/// <summary>The units of systemd are ones that it takes, and they agree with the code.</summary>
public class SystemdTests
{
    private static readonly string Folder = Repository.PathOf("deploy", "systemd");

    public static TheoryData<string> Services => DeployedService.Names;

    [Fact]
    public void Every_service_has_a_unit() => Assert.Equal(
        DeployedService.All.Select(service => $"microgenre-{service.Name}.service").Order(),
        Directory.EnumerateFiles(Folder, "*.service").Select(file => Path.GetFileName(file)).Order());

    [Theory]
    [MemberData(nameof(Services))]
    public void A_unit_starts_the_service_in_its_folder_with_settings_that_it_knows(string name)
    {
        var service = DeployedService.Named(name);
        var text = File.ReadAllText(Path.Combine(Folder, $"microgenre-{name}.service"));
        var unit = text.Replace("\\\n", "", StringComparison.Ordinal).Split('\n');
        var command = ValueOf(unit, "ExecStart").Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal($"/opt/microgenre/current/{name}", ValueOf(unit, "WorkingDirectory"));
        Assert.Equal(["/usr/bin/dotnet", $"/opt/microgenre/current/{name}/{service.Project}.dll"], command[..2]);
        DeployedSettings.Check(service, command[2..].Select(Setting).Concat(Common()), _ => "127.0.0.1");
    }

    [SystemdFact]
    public async Task Systemd_has_nothing_to_say_against_the_units()
    {
        using var folder = new TemporaryFolder();
        CopyTo(folder.Path);
        string[] verify = ["verify", "--man=no", .. Directory.EnumerateFiles(folder.Path)];
        var (code, output, error) = await Command.TryRunAsync(folder.Path, "systemd-analyze", verify);

        Assert.Equal((0, ""), (code, output + error));
    }

    [SystemdFact]
    public async Task What_a_service_may_do_is_little()
    {
        string[] rate = ["security", "--offline=true", "--threshold=20", "./microgenre-inference.service"];
        var (code, output, error) = await Command.TryRunAsync(Folder, "systemd-analyze", rate);

        Assert.True(code == 0, output + error);
    }

    /// <summary>The units, where the runtime and systemd's own units are on this machine.</summary>
    private static void CopyTo(string folder)
    {
        var dotnet = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet");
        foreach (var unit in Directory.EnumerateFiles(Folder, "*.service").Append(Path.Combine(Folder, "microgenre.target")))
        {
            var text = File.ReadAllText(unit).Replace("/usr/bin/dotnet", Path.GetFullPath(dotnet), StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, Path.GetFileName(unit)), text);
        }

        var common = Directory.CreateDirectory(Path.Combine(folder, "microgenre-.service.d"));
        File.Copy(Path.Combine(Folder, "microgenre-.service.d", "service.conf"), Path.Combine(common.FullName, "service.conf"));
    }

    private static IEnumerable<KeyValuePair<string, string?>> Common()
    {
        var common = File.ReadLines(Path.Combine(Folder, "microgenre-.service.d", "service.conf"))
            .Where(line => line.StartsWith("Environment=", StringComparison.Ordinal));
        var example = File.ReadLines(Repository.PathOf("deploy", "microgenre.env.example")).Where(line => !line.StartsWith('#'));
        return common.SelectMany(line => line["Environment=".Length..].Split(' ')).Concat(example).Select(Setting);
    }

    private static KeyValuePair<string, string?> Setting(string assignment)
    {
        var parts = assignment.TrimStart('-').Split('=', 2);
        return KeyValuePair.Create(parts[0], (string?)parts[1]);
    }

    private static string ValueOf(string[] unit, string name) =>
        unit.Single(line => line.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];
}

/// <summary>A test that needs systemd's own check of units.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SystemdFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> IsThere = new(() => Command.Succeeds("systemd-analyze", "--version"));

    public SystemdFactAttribute() => Skip = IsThere.Value ? null : "needs systemd-analyze";
}
