using Grpc.Core;
using MicroGenre.Serving.Data;
using MicroGenre.Testing;

namespace MicroGenre.Services.Tests.Serving;

public sealed class DataRootTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataRoot _root;

    public DataRootTests()
    {
        Directory.CreateDirectory(_folder["root/music"]);
        Directory.CreateDirectory(_folder["root-too"]);
        File.WriteAllText(_folder["root/music/track.wav"], "inside");
        File.WriteAllText(_folder["secret.wav"], "outside");
        File.WriteAllText(_folder["root-too/secret.wav"], "outside");
        _root = new DataRoot(_folder["root"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("music/track.wav")]
    [InlineData("./music/../music//track.wav")]
    public void A_path_inside_is_the_file_it_names(string path) =>
        Assert.Equal(_folder["root/music/track.wav"], _root.File(path, "audio.path"));

    [Fact]
    public void An_absolute_path_inside_is_accepted() =>
        Assert.Equal(_folder["root/music/track.wav"], _root.File(_folder["root/music/track.wav"], "audio.path"));

    [Theory]
    [InlineData("../secret.wav")]
    [InlineData("music/../../secret.wav")]
    [InlineData("/etc/passwd")]
    [InlineData("../root-too/secret.wav")]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("music\0/track.wav")]
    [InlineData("../there-is-no-such-file")]
    public void A_path_that_leads_out_or_is_none_is_refused(string path) =>
        Refused(StatusCode.InvalidArgument, () => _root.File(path, "audio.path"));

    [Fact]
    public void A_link_to_a_file_outside_is_refused()
    {
        File.CreateSymbolicLink(_folder["root/link.wav"], _folder["secret.wav"]);
        Refused(StatusCode.InvalidArgument, () => _root.File("link.wav", "audio.path"));
    }

    [Fact]
    public void A_file_behind_a_link_to_a_folder_outside_is_refused()
    {
        Directory.CreateSymbolicLink(_folder["root/up"], "..");
        Refused(StatusCode.InvalidArgument, () => _root.File("up/secret.wav", "audio.path"));
        Refused(StatusCode.InvalidArgument, () => _root.Folder("up", "data.folder"));
    }

    [Fact]
    public void A_way_out_and_back_in_by_links_is_judged_by_where_it_ends()
    {
        Directory.CreateSymbolicLink(_folder["root/up"], "..");
        Assert.Equal(_folder["root/music/track.wav"], _root.File("up/root/music/track.wav", "audio.path"));
    }

    [Fact]
    public void A_link_that_stays_inside_is_followed()
    {
        File.CreateSymbolicLink(_folder["root/same.wav"], "music/track.wav");
        Assert.Equal(_folder["root/music/track.wav"], _root.File("same.wav", "audio.path"));
    }

    [Fact]
    public void Links_in_circles_are_refused()
    {
        Directory.CreateSymbolicLink(_folder["root/a"], "b");
        Directory.CreateSymbolicLink(_folder["root/b"], "a");
        Refused(StatusCode.InvalidArgument, () => _root.File("a/track.wav", "audio.path"));
    }

    [Fact]
    public void A_root_that_is_itself_a_link_works()
    {
        Directory.CreateSymbolicLink(_folder["alias"], _folder["root"]);
        var root = new DataRoot(_folder["alias"]);
        Assert.Equal(_folder["root/music/track.wav"], root.File("music/track.wav", "audio.path"));
    }

    [Fact]
    public void What_is_not_there_is_not_found()
    {
        Refused(StatusCode.NotFound, () => _root.File("music/none.wav", "audio.path"));
        Refused(StatusCode.NotFound, () => _root.Folder("none", "data.folder"));
    }

    [Fact]
    public void A_folder_is_no_file_and_a_file_no_folder()
    {
        Refused(StatusCode.InvalidArgument, () => _root.File("music", "audio.path"));
        Refused(StatusCode.InvalidArgument, () => _root.Folder("music/track.wav", "data.folder"));
    }

    [Fact]
    public void Without_a_root_no_path_is_accepted() =>
        Refused(StatusCode.FailedPrecondition, () => new DataRoot(null).File("music/track.wav", "audio.path"));

    [Fact]
    public void A_root_that_does_not_exist_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => new DataRoot(_folder["none"]));

    private static void Refused(StatusCode expected, Func<string> call) =>
        Assert.Equal(expected, Assert.Throws<RpcException>(call).StatusCode);
}
