using System.Diagnostics;
using MicroGenre.Testing;

namespace MicroGenre.Deploy.Tests.Packages;

/// <summary>The Inference service as a process, with the shipped model.</summary>
internal sealed class InferenceProgram : IDisposable
{
    /// <summary>Where examples take it to be.</summary>
    public const string UsualAddress = "http://localhost:7103";

    private readonly Process _process;

    private InferenceProgram(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where it answers.</summary>
    public string Address { get; }

    /// <summary>Starts it. Who calls it waits, as a client does.</summary>
    public static InferenceProgram Start()
    {
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var program = BuiltProgram.PathOf("MicroGenre.Inference", "MicroGenre.Inference.dll");
        var start = new ProcessStartInfo("dotnet", [program]) { UseShellExecute = false };
        start.Environment["Kestrel__Endpoints__grpc__Url"] = address;
        start.Environment["MICROGENRE_MODELS"] = Repository.PathOf("models");
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        return new InferenceProgram(Process.Start(start)!, address);
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
