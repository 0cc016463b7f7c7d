namespace MicroGenre.Cli.Tests;

/// <summary>A test that needs Debian's gRPC for Python and its protobuf compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonGrpcFactAttribute : FactAttribute
{
    private static readonly string[] Needed =
    [
        "/usr/bin/protoc",
        "/usr/bin/grpc_python_plugin",
        "/usr/include/google/protobuf/timestamp.proto",
        "/usr/lib/python3/dist-packages/grpc",
    ];

    public PythonGrpcFactAttribute() =>
        Skip = Needed.FirstOrDefault(path => !Path.Exists(path)) is { } missing ? $"needs {missing}: see the tutorial" : null;
}
