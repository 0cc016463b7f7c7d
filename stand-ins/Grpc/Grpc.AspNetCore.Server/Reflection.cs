using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Routing;

namespace Grpc.Reflection;

/// <summary>Tells tools what the server serves, from the descriptors in the generated code.</summary>
internal sealed class ReflectionAnswers(EndpointDataSource endpoints)
{
    public async Task AnswerAsync(IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        var services = Services();
        var files = services.SelectMany(service => WithImports(service.File)).DistinctBy(file => file.Name, StringComparer.Ordinal).ToList();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            var response = Answer(request, services, files);
            response.OriginalRequest = request;
            response.ValidHost = request.Host;
            await responseStream.WriteAsync(response, CancellationToken.None);
        }
    }

    private static ServerReflectionResponse Answer(ServerReflectionRequest request, IReadOnlyList<ServiceDescriptor> services, IReadOnlyList<FileDescriptor> files) =>
        request.MessageRequestCase switch
        {
            ServerReflectionRequest.MessageRequestOneofCase.ListServices => new ServerReflectionResponse
            {
                ListServicesResponse = new ListServiceResponse { Service = { services.Select(service => new ServiceResponse { Name = service.FullName }) } },
            },
            ServerReflectionRequest.MessageRequestOneofCase.FileByFilename =>
                Found(files.FirstOrDefault(file => string.Equals(file.Name, request.FileByFilename, StringComparison.Ordinal)), request.FileByFilename),
            ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol =>
                Found(files.FirstOrDefault(file => Symbols(file).Contains(request.FileContainingSymbol, StringComparer.Ordinal)), request.FileContainingSymbol),
            _ => Failure(StatusCode.Unimplemented, "Extensions are a matter of proto2."),
        };

    private static ServerReflectionResponse Found(FileDescriptor? file, string name) =>
        file is null
            ? Failure(StatusCode.NotFound, $"'{name}' is not known here.")
            : new ServerReflectionResponse
            {
                FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { WithImports(file).Select(known => known.SerializedData) } },
            };

    private static ServerReflectionResponse Failure(StatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };

    private static IEnumerable<FileDescriptor> WithImports(FileDescriptor file) =>
        file.Dependencies.SelectMany(WithImports).Prepend(file).DistinctBy(known => known.Name, StringComparer.Ordinal);

    private static IEnumerable<string> Symbols(FileDescriptor file) =>
    [
        .. file.Services.Select(service => service.FullName),
        .. file.Services.SelectMany(service => service.Methods).Select(method => method.FullName),
        .. file.EnumTypes.Select(type => type.FullName),
        .. file.MessageTypes.SelectMany(Symbols),
    ];

    private static IEnumerable<string> Symbols(MessageDescriptor message) =>
        [message.FullName, .. message.EnumTypes.Select(type => type.FullName), .. message.NestedTypes.SelectMany(Symbols)];

    private List<ServiceDescriptor> Services() =>
    [
        .. endpoints.Endpoints
            .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
            .OfType<Type>()
            .Distinct()
            .Select(service => service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType.GetProperty("Descriptor")?.GetValue(null))
            .OfType<ServiceDescriptor>(),
    ];
}

/// <summary>Takes the calls of version 1.</summary>
internal sealed class ReflectionCalls(ReflectionAnswers answers) : ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context) =>
        answers.AnswerAsync(requestStream, responseStream, context);
}

/// <summary>Takes the calls of the version before it.</summary>
internal sealed class AlphaReflectionCalls(ReflectionAnswers answers) : V1Alpha.ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context) =>
        answers.AnswerAsync(requestStream, responseStream, context);
}
