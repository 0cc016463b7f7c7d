using Grpc.Core;
using MicroGenre.Contracts;
using MicroGenre.ServiceTesting;
using MicroGenre.Serving.Data;

namespace MicroGenre.Training.Tests;

public class TrainErrorTests
{
    [Fact]
    public async Task Requests_that_cannot_be_met_are_refused_with_their_status_and_leave_nothing()
    {
        await using var host = await TrainingHost.StartAsync();
        Directory.CreateSymbolicLink(host.Folder["data/out"], "/etc");
        ToyGenres.WriteFolders(host.Folder["data/linked"], tracksPerGenre: 1);
        await File.WriteAllBytesAsync(host.Folder["outside.wav"], ToyGenres.Track("low"));
        File.CreateSymbolicLink(host.Folder["data/linked/low/outside.wav"], host.Folder["outside.wav"]);
        ToyGenres.WriteFolders(host.Folder["data/other"], tracksPerGenre: 1);
        Directory.Move(host.Folder["data/other/low"], host.Folder["data/other/lower"]);
        Directory.CreateDirectory(host.Folder["data/broken/low"]);
        await File.WriteAllTextAsync(host.Folder["data/broken/low/broken.wav"], "no audio");

        foreach (var (status, word, change) in new (StatusCode, string, Action<TrainRequest>)[]
        {
            (StatusCode.InvalidArgument, "model", request => request.Model = ""),
            (StatusCode.InvalidArgument, "model", request => request.Model = "../toy"),
            (StatusCode.InvalidArgument, "model", request => request.Model = ".toy"),
            (StatusCode.InvalidArgument, "model", request => request.Model = new string('x', 65)),
            (StatusCode.InvalidArgument, "epochs", request => request.Epochs = 0),
            (StatusCode.InvalidArgument, "hold_out", request => request.HoldOut = 1),
            (StatusCode.InvalidArgument, "hold_out", request => request.HoldOut = double.NaN),
            (StatusCode.InvalidArgument, "folds", request => request.Folds = 1),
            (StatusCode.InvalidArgument, "grid_json", request => request.GridJson = "{"),
            (StatusCode.InvalidArgument, "cross_calibrate", request => request.CrossCalibrate = true),
            (StatusCode.InvalidArgument, "data.parts", request => request.Data = new DataSet { Parts = new SpectrogramParts() }),
            (StatusCode.InvalidArgument, "recipe", request => request.ClearRecipeSource()),
            (StatusCode.NotFound, "cnn2d", request => request.Recipe = "none"),
            (StatusCode.NotFound, "recipe", request => request.Recipe = "/etc/passwd"),
            (StatusCode.InvalidArgument, "recipe_json", request => request.RecipeJson = "{"),
            (StatusCode.InvalidArgument, "recipe_json", request =>
                request.RecipeJson = "{\"name\":\"x\",\"layers\":3,\"classifier\":{\"kind\":\"cnn2d\"}}"),
            (StatusCode.InvalidArgument, "oracle", request => request.RecipeJson = "{\"name\":\"x\",\"classifier\":{\"kind\":\"oracle\"}}"),
            (StatusCode.InvalidArgument, "data", request => request.Data = null),
            (StatusCode.InvalidArgument, "data", request => request.Data = new DataSet { Folder = "../data2" }),
            (StatusCode.InvalidArgument, "data", request => request.Data = new DataSet { Folder = "out" }),
            (StatusCode.InvalidArgument, "data", request => request.Data = new DataSet { Folder = "linked" }),
            (StatusCode.NotFound, "data", request => request.Data = new DataSet { Folder = "none" }),
            (StatusCode.InvalidArgument, "no audio", request => request.Data = new DataSet { Folder = "empty" }),
            (StatusCode.InvalidArgument, "broken.wav", request => request.Data = new DataSet { Folder = "broken" }),
            (StatusCode.NotFound, "data", request => request.Data = new DataSet
            {
                Spectrograms = new SpectrogramFiles { Spectrograms = "x.npy", Labels = "x.csv" },
            }),
            (StatusCode.InvalidArgument, "lower", request => request.Validation = new DataSet { Folder = "other" }),
        })
        {
            var request = TrainingHost.Request();
            change(request);
            var refusal = await Calls.RefusedAsync(status, () => host.TrainAsync(request));
            Assert.True(refusal.Contains(word, StringComparison.Ordinal), $"'{refusal}' does not say '{word}'");
        }

        Assert.Empty(host.Models.List());
    }

    [Fact]
    public async Task A_repository_that_cannot_be_written_is_told()
    {
        await using var host = await TrainingHost.StartAsync();
        await File.WriteAllTextAsync(host.Folder["models"], "a file where the folder should be");
        await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => host.TrainAsync(TrainingHost.Request()));
    }

    [Fact]
    public async Task Without_a_data_root_nothing_is_read()
    {
        await using var host = await TrainingHost.StartAsync((DataRoot.Setting, null));
        await Calls.RefusedAsync(StatusCode.FailedPrecondition, () => host.TrainAsync(TrainingHost.Request()));
    }
}
