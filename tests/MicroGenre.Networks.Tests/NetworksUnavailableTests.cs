using System.Runtime.InteropServices;

namespace MicroGenre.Networks.Tests;

public class NetworksUnavailableTests
{
    [Fact]
    public void Linux_on_Arm_has_no_networks_and_the_reason_says_what_works() => Assert.Equal(
        "Networks need libtorch, which has no build for Linux on Arm64; classical recipes and models work.",
        Assert.Throws<NetworksUnavailableException>(
            () => NetworksUnavailableException.ThrowIfUnavailable(linux: true, Architecture.Arm64)).Message);

    [Theory]
    [InlineData(true, Architecture.X64)]
    [InlineData(false, Architecture.Arm64)]
    [InlineData(false, Architecture.X64)]
    public void Other_machines_have_networks(bool linux, Architecture architecture) =>
        NetworksUnavailableException.ThrowIfUnavailable(linux, architecture);
}
