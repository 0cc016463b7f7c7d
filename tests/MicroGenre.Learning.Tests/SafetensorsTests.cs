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
}
