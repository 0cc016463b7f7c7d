using System.Security.Cryptography;
using System.Text;

namespace MicroGenre.Cli.Tests;

public sealed class KeyTests
{
    [Fact]
    public async Task A_key_comes_with_the_settings_by_which_services_know_it()
    {
        var lines = (await WarmCli.RunAsync("key", "web", "--control")).Succeeds().OutputLines;

        var key = lines[0][(lines[0].LastIndexOf(' ') + 1)..];
        Assert.StartsWith("mg_", key, StringComparison.Ordinal);
        Assert.Contains("Security__ApiKeys__0__Name=web", lines);
        Assert.Contains($"Security__ApiKeys__0__Sha256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}", lines);
        Assert.Contains("Security__ApiKeys__0__Control=true", lines);

        var another = (await WarmCli.RunAsync("key", "web")).Succeeds().OutputLines;
        Assert.NotEqual(lines[0], another[0]);
        Assert.DoesNotContain(another, line => line.Contains("Control", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cannot be read as certificates", "--ca", "/nowhere.pem")]
    [InlineData("contains no certificate", "--ca", "/dev/null")]
    public async Task An_authority_that_is_none_is_bad_usage(string reason, params string[] options) =>
        (await WarmCli.RunAsync(["classify", "a.wav", "--server", "https://localhost:1", .. options])).FailsWith(2, reason);
}
