using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using MicroGenre.Cli.Output;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre key</c>: creates an API key for a caller of the services.</summary>
internal static class KeyCommand
{
    private const int KeyBytes = 32;

    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "Name of the caller, in limits and in the audit log." };
        var control = new Option<bool>("--control")
        {
            Description = "Also allow control calls: load, pin and unload models, train, cancel.",
        };
        var command = new ExampleCommand(
            "key", "Creates an API key and prints the settings that services need for it.", "microgenre key my-service") { name, control };
        command.SetAction(result => Write(result.GetRequiredValue(name), result.GetValue(control), Screen.For(json: false)));
        return command;
    }

    private static int Write(string name, bool control, Screen screen)
    {
        // The prefix identifies the key wherever it turns up, and keeps it from looking like an option.
        var key = $"mg_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes))}";
        screen.WriteLine($"The key, which is shown only now: {key}");
        screen.WriteLine();
        screen.WriteLine("Add to the services' environment (number the keys from 0):");
        screen.WriteLine($"Security__ApiKeys__0__Name={name}");
        screen.WriteLine($"Security__ApiKeys__0__Sha256={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
        if (control)
        {
            screen.WriteLine("Security__ApiKeys__0__Control=true");
        }

        return 0;
    }
}
