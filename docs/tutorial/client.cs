#:project ../../src/Services/MicroGenre.Client/MicroGenre.Client.csproj

// Asks MicroGenre for the genres of a track: dotnet run client.cs -- FILE [MODEL]
using Grpc.Net.Client;
using MicroGenre.Client.Uploads;
using MicroGenre.Contracts;

using var channel = GrpcChannel.ForAddress("http://localhost:7103");
var classifier = new Classifier.ClassifierClient(channel);

using var call = classifier.ClassifyUpload(deadline: DateTime.UtcNow.AddMinutes(1));
await using var audio = File.OpenRead(args[0]);
var header = new ClassifyUploadHeader
{
    Upload = new UploadHeader { Name = Path.GetFileName(args[0]) },
    Options = new ClassifyOptions { Model = args.ElementAtOrDefault(1) ?? "" },
};
await AudioUpload.SendAsync(call.RequestStream, header, audio);
var reply = await call;

Console.WriteLine($"{reply.Model}/{reply.Version}");
foreach (var genre in reply.Prediction.Genres)
{
    Console.WriteLine($"{genre.Label,-12}{genre.Probability:P1}");
}
