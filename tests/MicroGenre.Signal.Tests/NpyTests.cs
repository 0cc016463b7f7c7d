using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Testing;

namespace MicroGenre.Signal.Tests;

public sealed class NpyTests
{
    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll<float[]>(values =>
        {
            using var stream = new MemoryStream();
            Npy.Write<float>(stream, values, 1, values.Length, 1);
            Assert.Equal(0, (stream.Length - (sizeof(float) * values.Length)) % 64);
            stream.Position = 0;
            var array = Npy.ReadSingle(stream);
            Assert.Equal([1, values.Length, 1], array.Shape);
            Assert.Equal(values, array.Values);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bytes_and_doubles_are_read_back()
    {
        using var stream = new MemoryStream();
        Npy.Write<byte>(stream, [1, 2, 3], 3);
        Npy.Write<double>(stream, [Math.PI]);
        stream.Position = 0;
        Assert.Equal([1, 2, 3], Npy.ReadByte(stream).Values);
        var scalar = Npy.ReadDouble(stream);
        Assert.Empty(scalar.Shape);
        Assert.Equal([Math.PI], scalar.Values);
    }

    [Fact]
    public void The_element_type_is_told_without_reading_the_values()
    {
        using var folder = new TemporaryFolder();
        Npy.Write<byte>(folder["bytes.npy"], [1, 2], 2);
        Npy.Write<float>(folder["floats.npy"], [1, 2], 2);
        Npy.Write<double>(folder["doubles.npy"], [1, 2], 2);

        Assert.Equal(typeof(byte), Npy.ElementTypeOf(folder["bytes.npy"]));
        Assert.Equal(typeof(float), Npy.ElementTypeOf(folder["floats.npy"]));
        Assert.Equal(typeof(double), Npy.ElementTypeOf(folder["doubles.npy"]));
    }

    [Fact]
    public void Another_element_type_is_named()
    {
        using var stream = new MemoryStream();
        Npy.Write<double>(stream, [1, 2], 2);
        stream.Position = 0;
        Assert.Contains("'<f8', not '<f4'", Assert.Throws<InvalidDataException>(() => Npy.ReadSingle(stream)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_the_file_cannot_hold_is_refused_without_allocating_it()
    {
        using var stream = new MemoryStream();
        Npy.Write<float>(stream, [1], 1);
        var text = System.Text.Encoding.Latin1.GetString(stream.ToArray())
            .Replace("(1,), }         ", "(2000000000,), }", StringComparison.Ordinal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Npy.ReadSingle(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(text))));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 50_000_000);
    }

    [Fact]
    public void A_shape_must_fit_the_values() =>
        Assert.Throws<ArgumentException>(() => Npy.Write<float>(new MemoryStream(), [1, 2, 3], 2, 2));
}
