using MicroGenre.Collecting.Silos;
using MicroGenre.Collections;

namespace MicroGenre.Collecting.Tests;

/// <summary>Which failures of calls between silos are the loss of one.</summary>
public sealed class SiloLossTests
{
    public static TheoryData<Exception> Losses =>
        [new SiloUnavailableException("dead"), new GatewayTooBusyException("busy"), new TimeoutException()];

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_call_that_its_silo_no_longer_answers_is_lost(Exception exception) =>
        Assert.True(SiloLoss.Is(exception, CancellationToken.None));

    [Fact]
    public void A_call_that_the_cluster_cancelled_is_lost() =>
        Assert.True(SiloLoss.Is(new TaskCanceledException(), CancellationToken.None));

    [Fact]
    public void A_call_that_its_caller_cancelled_is_not_lost() =>
        Assert.False(SiloLoss.Is(new TaskCanceledException(), new CancellationToken(canceled: true)));

    [Fact]
    public void A_call_that_failed_by_itself_is_not_lost() =>
        Assert.False(SiloLoss.Is(new LibraryException("damaged"), CancellationToken.None));
}
