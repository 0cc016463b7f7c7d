using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Testing;

namespace MicroGenre.Learning.Tests;

public class SafetensorsTests
{
    [Fact]
    public void What_is_written_is_read_back() => Prop.ForAll<float[]>(values =>
    {
        using var folder = new TemporaryFolder();
        var path = folder["w.safetensors"];
        Safetensors.Write(path, new Dictionary<string, TensorData>
        {
            ["a.weight"] = new(values, values.Length, 1),
            ["n"] = new([7L], 1),
            ["bytes"] = new(TensorType.U8, [3], [1, 2, 3]),
        });

        var read = Safetensors.Read(path);
        Assert.Equal(values, read["a.weight"].ToSingle());
        Assert.Equal([values.Length, 1], read["a.weight"].Shape);
        Assert.Equal([7], read["n"].ToInt64());
        Assert.Equal([1, 2, 3], read["bytes"].Bytes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_and_brain_floats_become_single()
    {
        var half = new TensorData(TensorType.F16, [2], [0x00, 0x3C, 0x00, 0xC1]);
        var brain = new TensorData(TensorType.BF16, [2], [0x80, 0x3F, 0x20, 0xC0]);
        Assert.Equal([1, -2.5f], half.ToSingle());
        Assert.Equal([1, -2.5f], brain.ToSingle());
    }

    [Fact]
    public void Values_lie_at_multiples_of_their_size()
    {
        using var folder = new TemporaryFolder();
        var path = folder["w.safetensors"];
        Safetensors.Write(path, new Dictionary<string, TensorData> { ["a"] = new(TensorType.U8, [3], [1, 2, 3]), ["b"] = new([1.5f], 1) });

        var bytes = File.ReadAllBytes(path);
        var header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.Equal(1.5f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + (int)header)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a weights file at all")]
    [InlineData("\u0002\0\0\0\0\0\0\0[]")]
    [InlineData("\u0040\0\0\0\0\0\0\0{}")]
    [InlineData("\u0012\0\0\0\0\0\0\0{\"a\":{\"dtype\":1}}")]
    public void A_file_of_another_kind_is_refused_by_name(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.safetensors"], content);
        var exception = Assert.Throws<InvalidDataException>(() => Safetensors.Read(folder["x.safetensors"]));
        Assert.Contains("x.safetensors", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("F32", "[-1]", "[0,4]")]
    [InlineData("F32", "[-1]", "[0,-4]")]
    [InlineData("F32", "[1.5]", "[0,4]")]
    [InlineData("F32", "1", "[0,4]")]
    [InlineData("F32", "[1]", "[]")]
    [InlineData("F32", "[1]", "[0]")]
    [InlineData("F32", "[1]", "[0,4,8]")]
    [InlineData("F32", "[1]", "[4,0]")]
    [InlineData("F32", "[1]", "[\"0\",4]")]
    [InlineData("F32", "[1]", "[-4,0]")]
    [InlineData("F32", "[1]", "[8,12]")]
    [InlineData("F32", "[4294967296,4294967296]", "[0,0]")]
    [InlineData("U8", "[9223372036854775807]", "[0,9223372036854775807]")]
    [InlineData("F32", "[1]", "[9223372036854775803,9223372036854775807]")]
    [InlineData("42", "[4]", "[0,4]")]
    [InlineData("1", "[1]", "[0,4]")]
    [InlineData("F16, F32", "[1]", "[0,4]")]
    public void A_header_that_lies_is_refused_with_the_tensors_name(string type, string shape, string offsets)
    {
        var entry = $"{{\"dtype\":\"{type}\",\"shape\":{shape},\"data_offsets\":{offsets}}}";
        Assert.Contains("'liar'", Refusal($"{{\"liar\":{entry}}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{\"first\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]},"
        + "\"liar\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}}")]
    [InlineData("{\"liar\":3}")]
    [InlineData("{\"liar\":{\"dtype\":1,\"shape\":[],\"data_offsets\":[0,4]}}")]
    public void Tensors_that_share_bytes_or_are_no_tensors_are_refused_by_name(string header) =>
        Assert.Contains("'liar'", Refusal(header), StringComparison.Ordinal);

    [Fact]
    public void A_truncated_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder["w.safetensors"];
        Safetensors.Write(path, new Dictionary<string, TensorData> { ["a"] = new(new float[100], 100) });
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^8]);
        Assert.Throws<InvalidDataException>(() => Safetensors.Read(path));
    }

    /// <summary>What is said of a file with a header and 8 bytes of values.</summary>
    private static string Refusal(string header)
    {
        using var folder = new TemporaryFolder();
        var length = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        File.WriteAllBytes(folder["w.safetensors"], [.. length, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[8]]);
        return Assert.Throws<InvalidDataException>(() => Safetensors.Read(folder["w.safetensors"])).Message;
    }
}
