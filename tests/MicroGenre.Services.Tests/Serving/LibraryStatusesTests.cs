using Aspire.ServiceDefaults.Calls;
using Grpc.Core;
using MicroGenre.Learning;
using MicroGenre.Serving.Calls;
using MicroGenre.Signal;

namespace MicroGenre.Services.Tests.Serving;

public class LibraryStatusesTests
{
    private const int NoSpaceLeft = 28;

    private readonly ExceptionStatuses _statuses = new ExceptionStatuses().MapLibraries();

    public static TheoryData<Exception, StatusCode> Known => new()
    {
        { Record.Exception(() => AudioFile.Read("no audio"u8.ToArray()))!, StatusCode.InvalidArgument },
        { new UnknownModelException("no model"), StatusCode.NotFound },
        { new TrainingException("too few tracks"), StatusCode.FailedPrecondition },
        { new LessonException("one example"), StatusCode.InvalidArgument },
        { new TeachingException("a network"), StatusCode.FailedPrecondition },
        { new InvalidDataException("a model's file is broken"), StatusCode.FailedPrecondition },
        { new IOException("the disk is gone"), StatusCode.FailedPrecondition },
        { new DirectoryNotFoundException("the repository is gone"), StatusCode.FailedPrecondition },
        { new IOException("the disk is full", NoSpaceLeft), StatusCode.ResourceExhausted },
        { new IOException("the disk is full", new IOException("write", NoSpaceLeft)), StatusCode.ResourceExhausted },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void What_the_libraries_throw_has_one_status_everywhere(Exception exception, StatusCode expected)
    {
        var status = Assert.NotNull(_statuses.Find(exception));

        Assert.Equal((expected, exception.Message), (status.StatusCode, status.Detail));
    }

    [Fact]
    public void The_name_of_a_parameter_means_nothing_to_a_caller()
    {
        Assert.Equal("hop length 0", Assert.NotNull(_statuses.Find(Refused(hopLength: 0))).Detail);

        static ArgumentOutOfRangeException Refused(int hopLength) => new(nameof(hopLength), $"hop length {hopLength}");
    }

    [Fact]
    public void A_fault_of_the_service_has_none() => Assert.Null(_statuses.Find(new InvalidOperationException("a bug")));
}
