using MicroGenre.Signal;
using MicroGenre.Testing;

namespace MicroGenre.Extractors.Tests;

/// <summary>Which files are run, and on what.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_there_is_no_GPU_the_processor_runs_an_extractor()
    {
        var settings = Extractor();
        var (values, expected) = (new float[2], new float[2]);

        new OnnxSessions(new ExtractorOptions()).Open(settings).Extract(new float[SmallModel.Window], values);
        new OnnxSessions(new ExtractorOptions { Device = ExtractorDevice.Cpu }).Open(settings)
            .Extract(new float[SmallModel.Window], expected);

        Assert.Equal(expected, values);
    }

    [Fact]
    public void A_GPU_that_is_asked_for_and_not_there_is_told()
    {
        var error = Assert.Throws<ExtractorException>(
            () => new OnnxSessions(new ExtractorOptions { Device = ExtractorDevice.Cuda }).Open(Extractor()));

        Assert.Contains("Cuda=true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_files_of_the_folder_are_run_where_there_is_one()
    {
        var settings = Extractor();
        var inside = new OnnxSessions(new ExtractorOptions { Folder = _folder.Path });
        var elsewhere = new OnnxSessions(new ExtractorOptions { Folder = _folder["other"] });

        Assert.NotNull(inside.Open(settings with { File = Path.GetFileName(settings.File) }));
        Assert.NotNull(inside.Open(settings));
        Assert.Throws<ExtractorException>(() => elsewhere.Open(settings));
        Assert.Throws<ExtractorException>(() => elsewhere.Open(settings with { File = $"../{Path.GetFileName(settings.File)}" }));
    }

    [Fact]
    public void Values_are_scaled_and_given_once_for_each_channel()
    {
        var settings = SmallModel.Write(_folder, ["1", "2", "samples"], values => values.Sum(keep: false, 1), values: SmallModel.Window)
            with { Channels = 2, Scale = 3, Offset = 1 };
        var (input, output) = (new float[SmallModel.Window], new float[SmallModel.Window]);
        input[7] = 0.5f;

        new OnnxSessions(new ExtractorOptions()).Open(settings).Extract(input, output);

        Assert.Equal((5, 2), (output[7], output[8]));
    }

    private OnnxSettings Extractor() => SmallModel.Write(_folder, ["batch", "samples"], SmallModel.MeanAndGreatest, values: 2);
}
