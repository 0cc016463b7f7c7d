using Grpc.Core;
using MicroGenre.Client.Uploads;

namespace MicroGenre.Services.Tests.Client;

public class UploadAnswers
{
    public static TheoryData<Exception> BrokenUploads => new()
    {
        new RpcException(new Status(StatusCode.Cancelled, "The call is over.")),
        new IOException("The stream is closed."),
        new InvalidOperationException("The call is complete."),
        // As .NET throws where the server ends the connection while a chunk is sent.
        new HttpRequestException("The request was aborted."),
    };

    [Theory]
    [MemberData(nameof(BrokenUploads))]
    public async Task The_answer_counts_where_the_upload_broke(Exception broken)
    {
        var refusal = new RpcException(new Status(StatusCode.Unavailable, "The service is shutting down."));

        Assert.Same(refusal, await Assert.ThrowsAsync<RpcException>(
            () => AudioUpload.AnswerAsync(Task.FromException(broken), Task.FromException<int>(refusal))));
    }
}
