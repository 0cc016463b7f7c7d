using System.CommandLine;
using MicroGenre.Cli.Output;
using MicroGenre.Onnx;

namespace MicroGenre.Cli.Commands;

/// <summary><c>microgenre export</c>: exports a model for other programs.</summary>
internal static class ExportCommand
{
    private static readonly Dictionary<string, OnnxInput> Inputs = new(StringComparer.Ordinal)
    {
        ["samples"] = OnnxInput.Samples,
        ["features"] = OnnxInput.Features,
    };

    public static Command Create()
    {
        var model = new Argument<string>("model")
        {
            Description = "The model, as NAME for its newest version or NAME/VERSION.",
        };
        var onnx = new Option<string>("--onnx") { Description = "The .onnx file to write.", HelpName = "FILE", Required = true };
        var from = new Option<string>("--from")
        {
            Description =
                "Input of the exported model: samples (mono, at the sample rate of the model's features; features from a mel spectrogram "
                + "only), or features (those that 'microgenre extract' computes).",
            HelpName = "INPUT",
            DefaultValueFactory = _ => "samples",
        };
        var models = ModelsFolder.Option();
        var command = new ExampleCommand("export", "Writes a model as an ONNX file.", "microgenre export gtzan --onnx gtzan.onnx")
        {
            model, onnx, from, models,
        };
        command.SetAction(result =>
        {
            var input = result.GetRequiredValue(from);
            if (!Inputs.TryGetValue(input, out var begin))
            {
                throw new UsageException($"{from.Name} must be one of {string.Join(", ", Inputs.Keys)}, not '{input}'.");
            }

            var name = ModelName.Parse(result.GetRequiredValue(model));
            using var loaded = name.Load(ModelsFolder.Open(result.GetValue(models)));
            var file = result.GetRequiredValue(onnx);
            OnnxExport.Write(loaded, file, begin);
            Screen.For(json: false).WriteLine(
                $"{file}: {loaded.Card.Name}/{loaded.Card.Version}, from {input} to the probabilities of "
                + $"{loaded.Card.Labels.Count} genres");
            return 0;
        });
        return command;
    }
}
