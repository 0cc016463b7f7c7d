using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MicroGenre.Abuse.Tests;

/// <summary>The next version of a model, whose weights say of themselves what is not so.</summary>
internal static class LyingModel
{
    /// <summary>Adds the version, as a trainer does: under another name first.</summary>
    public static string Add(string models, string lie)
    {
        var (first, made, shown) =
            (Path.Combine(models, "toy", "1"), Path.Combine(models, $".lie-{lie}"), Path.Combine(models, "toy", "2"));
        Directory.CreateDirectory(made);
        var card = JsonNode.Parse(File.ReadAllText(Path.Combine(first, "model.json")))!;
        card["version"] = 2;
        File.WriteAllText(Path.Combine(made, "model.json"), card.ToJsonString());
        File.WriteAllBytes(Path.Combine(made, "weights.safetensors"),
            Weights(File.ReadAllBytes(Path.Combine(first, "weights.safetensors")), lie));
        Directory.Move(made, shown);
        return shown;
    }

    private static byte[] Weights(byte[] honest, string lie)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(honest);
        var header = JsonNode.Parse(honest.AsSpan(8, length))!.AsObject();
        var tensor = header.First(entry => entry.Key != "__metadata__").Value!;
        switch (lie)
        {
            case "length":
                return [.. Number(1UL << 62), .. honest[8..]];
            case "nonsense":
                return [.. honest[..8], .. new byte[length].Select(_ => (byte)'{'), .. honest[(8 + length)..]];
            case "huge":
                tensor["shape"] = new JsonArray(1L << 31, 1L << 31);
                break;
            case "offsets":
                tensor["data_offsets"] = new JsonArray(0, 1L << 40);
                break;
            case "shape":
                tensor["shape"] = new JsonArray(-4, -1);
                break;
        }

        var text = Encoding.UTF8.GetBytes(header.ToJsonString(new JsonSerializerOptions()));
        return [.. Number((ulong)text.Length), .. text, .. honest[(8 + length)..]];
    }

    private static byte[] Number(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
