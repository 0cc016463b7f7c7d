using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

public class TensorTests
{
    [Fact]
    public void A_tensor_from_an_array_has_its_elements_shape_and_type()
    {
        using var floats = tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);
        using var longs = tensor(new long[] { 7, 8 });
        using var table = tensor(new double[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal([2, 3], floats.shape);
        Assert.Equal(ScalarType.Float32, floats.dtype);
        Assert.Equal(5, floats[1, 1].item<float>());
        Assert.Equal(ScalarType.Int64, longs.dtype);
        Assert.Equal(ScalarType.Float64, table.dtype);
        Assert.Equal([1, 2, 3, 4], table.data<double>());
    }

    [Fact]
    public void A_tensor_does_not_follow_later_changes_of_its_array()
    {
        var array = new float[] { 1, 2 };
        using var copy = tensor(array);
        array[0] = 9;
        Assert.Equal([1f, 2f], copy.data<float>());
    }

    [Fact]
    public void An_array_that_does_not_fill_the_shape_is_refused() =>
        Assert.Throws<ArgumentException>(() => tensor(new float[5], [2, 3]));

    [Fact]
    public void Factories_fill_as_they_say()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([0f, 0f], zeros(2).data<float>());
        Assert.Equal([1L, 1L], ones(2, dtype: int64).data<long>());
        Assert.Equal([2.5f, 2.5f], full(2, 2.5).data<float>());
        Assert.Equal([0L, 1L, 2L], arange(3).data<long>());
        Assert.Equal([1f, 1.5f, 2f], linspace(1, 2, 3).data<float>());
        Assert.Equal([0L, 1L, 2L, 3L, 4L], randperm(5).data<long>().Order());
        Assert.Equal([1f, 0f, 0f, 1f], eye(2).data<float>());
        Assert.InRange(rand(1000).max().item<float>(), 0.9f, 1f);
        Assert.Equal([2L, 3L], zeros_like(randn(2, 3)).shape);
        Assert.All(randint(3, 5, [100]).data<long>(), value => Assert.InRange(value, 3, 4));
    }

    [Fact]
    public void Operators_broadcast()
    {
        using var scope = NewDisposeScope();
        var column = tensor(new float[] { 1, 2 }, [2, 1]);
        var row = tensor(new float[] { 10, 20, 30 });
        Assert.Equal([11f, 21, 31, 12, 22, 32], (column + row).data<float>());
        Assert.Equal([-9f, -19, -29, -8, -18, -28], (column - row).data<float>());
        Assert.Equal([0.1f, 0.05f], (1 / row)[..2].data<float>());
        Assert.Equal([21f, 41, 61], (2 * row + 1).data<float>());
        Assert.Equal([false, true, true], (row >= 20).data<bool>());
        Assert.Equal([true, false, false], (row == 10).data<bool>());
        Assert.Equal([-10f, -20, -30], (-row).data<float>());
    }

    [Fact]
    public void Operations_in_place_change_and_return_the_tensor_itself()
    {
        using var values = tensor(new float[] { 1, -4 });
        Assert.Same(values, values.add_(1).mul_(2).relu_());
        Assert.Equal([4f, 0f], values.data<float>());
        values.zero_();
        Assert.Equal([0f, 0f], values.data<float>());
    }

    [Fact]
    public void Indexing_with_numbers_slices_and_an_ellipsis_gives_views()
    {
        using var scope = NewDisposeScope();
        var cube = arange(24).view(2, 3, 4);
        Assert.Equal(23, cube[1, 2, 3].item<long>());
        Assert.Equal([4L, 5, 6, 7], cube[0, 1].data<long>());
        Assert.Equal([2L, 6, 10], cube[0, TensorIndex.Colon, 2].data<long>());
        Assert.Equal([3L, 7, 11, 15, 19, 23], cube[TensorIndex.Ellipsis, -1].flatten().data<long>());
        Assert.Equal([13L, 15], cube[1, 0, TensorIndex.Slice(1, null, 2)].data<long>());
        Assert.Equal([1L, 2, 1, 4], cube[1.., TensorIndex.None, 1.., 0..][0, 0].unsqueeze(0).unsqueeze(2).shape);

        cube[0, 0, 1..3].fill_(-1);
        Assert.Equal([0L, -1, -1, 3], cube[0, 0].data<long>());
        cube[1, 1] = zeros(4, dtype: int64);
        Assert.Equal(0, cube[1, 1].sum().item<long>());
    }

    [Fact]
    public void Indexing_with_tensors_selects_and_assigns()
    {
        using var scope = NewDisposeScope();
        var table = arange(12).view(4, 3);
        var rows = tensor(new long[] { 3, 0 });
        Assert.Equal([9L, 10, 11, 0, 1, 2], table.index_select(0, rows).data<long>());
        Assert.Equal([9L, 10, 11, 0, 1, 2], table[TensorIndex.Tensor(rows)].data<long>());
        Assert.Equal([10L, 1], table[TensorIndex.Tensor(rows), 1].data<long>());
        table[TensorIndex.Tensor(table > 8)] = tensor(0L);
        Assert.Equal(36, table.sum().item<long>());
    }

    [Fact]
    public void Shapes_change_without_changing_elements()
    {
        using var scope = NewDisposeScope();
        var table = arange(6).view(2, 3);
        Assert.Equal([0L, 3, 1, 4, 2, 5], table.transpose(0, 1).data<long>());
        Assert.Equal([0L, 3, 1, 4, 2, 5], table.T.contiguous().data<long>());
        Assert.Equal([3L, 2], table.permute(1, 0).shape);
        Assert.Equal([1L, 2, 3], table.unsqueeze(0).shape);
        Assert.Equal([2L, 3], table.unsqueeze(0).squeeze().shape);
        Assert.Equal([6L], table.flatten().shape);
        Assert.Equal([2L, 2, 3], table.expand(2, 2, 3).shape);
        Assert.Equal([4L, 3], table.repeat(2, 1).shape);
        Assert.Equal([2L, 1, 0, 5, 4, 3], table.flip(1).data<long>());
        Assert.Equal([4L, 3], cat([table, table]).shape);
        Assert.Equal([2L, 2, 3], stack([table, table]).shape);
        Assert.Equal([2L, 1], table.split([2, 1], 1).Select(part => part.size(1)));
        Assert.Equal([1L, 2], table.chunk(3, 1)[1].view(-1).data<long>().Select(value => value % 3 + (value / 3)));
        Assert.Equal(3, table.unbind(1).Length);
        Assert.Equal([3L, 1], table.stride());
        Assert.Equal([0L, 1, 1, 2], arange(3).unfold(0, 2, 1).flatten().data<long>());
    }

    [Fact]
    public void Reductions_agree_with_the_same_over_arrays()
    {
        using var scope = NewDisposeScope();
        var table = tensor(new float[] { 4, 1, 2, 0, 5, 3 }, [2, 3]);
        Assert.Equal(15, table.sum().item<float>());
        Assert.Equal([4f, 6f, 5f], table.sum(dim: 0).data<float>());
        Assert.Equal(2.5f, table.mean().item<float>());
        Assert.Equal([7 / 3f, 8 / 3f], table.mean([1]).data<float>());
        Assert.Equal([4f, 5f], table.max(1).values.data<float>());
        Assert.Equal([0L, 1L], table.argmax(1).data<long>());
        Assert.Equal([4f, 5f], table.amax(1).data<float>());
        Assert.Equal(0, table.min().item<float>());
        Assert.Equal(MathF.Sqrt(3.5f), table.std().item<float>(), 5);
        Assert.Equal(Math.Sqrt(55), table.norm().item<float>(), 5);
        Assert.Equal([4f, 2f], table.topk(2).values[0].data<float>());
        Assert.Equal([0f, 3f, 5f], table[1].sort().Values.data<float>());
        Assert.Equal([4f, 5f, 7f], table[0].cumsum(0).data<float>());
        Assert.True((table >= 0).all().item<bool>());
        Assert.False((table > 9).any().item<bool>());
        Assert.Equal(1, table.softmax(1).sum(1)[0].item<float>(), 5);
        Assert.Equal(Math.Log(1 + Math.Exp(1)), tensor(new float[] { 0, 1 }).logsumexp(0).item<float>(), 5);
    }

    [Fact]
    public void Matrix_products_agree_with_hand_computed_ones()
    {
        using var scope = NewDisposeScope();
        var left = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        var right = tensor(new float[] { 5, 6, 7, 8 }, [2, 2]);
        Assert.Equal([19f, 22, 43, 50], left.matmul(right).data<float>());
        Assert.Equal([19f, 22, 43, 50], left.unsqueeze(0).bmm(right.unsqueeze(0)).data<float>());
    }

    [Fact]
    public void Data_is_read_in_index_order_whatever_the_strides()
    {
        using var scope = NewDisposeScope();
        var transposed = arange(6).view(2, 3).t();
        Assert.False(transposed.is_contiguous());
        Assert.Equal([0L, 3, 1, 4, 2, 5], transposed.data<long>().ToArray());
        Assert.Equal(4, transposed.data<long>()[1, 1]);
        var target = new long[6];
        transposed.data<long>().CopyTo(target.AsSpan());
        Assert.Equal([0L, 3, 1, 4, 2, 5], target);
    }

    [Fact]
    public void Data_as_another_type_is_refused()
    {
        using var floats = zeros(2);
        Assert.Throws<ArgumentException>(() => floats.data<int>());
        Assert.Throws<ArgumentException>(() => floats.item<float>());
    }

    [Fact]
    public void Bytes_of_a_contiguous_tensor_read_and_write_its_memory()
    {
        using var floats = zeros(2);
        MemoryMarshal.Cast<float, byte>([1.5f, 2.5f]).CopyTo(floats.bytes);
        Assert.Equal([1.5f, 2.5f], floats.data<float>());
        Assert.Throws<InvalidOperationException>(() =>
        {
            using var strided = arange(6).view(2, 3).t();
            return strided.bytes.Length;
        });
    }

    [Fact]
    public void Types_convert()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([1L, 2L], tensor(new[] { 1.9f, 2.1f }).to(int64).data<long>());
        Assert.Equal(ScalarType.BFloat16, ones(1).to(bfloat16).dtype);
        Assert.Equal(3.5, (double)tensor(3.5f));
        Assert.Equal(7, tensor(7L).ToInt32());
        Assert.Equal(DeviceType.CPU, ones(1).to(CPU).device_type);
        Assert.Equal("cpu", ones(1).device.ToString());
    }

    [Fact]
    public void A_failed_operation_says_why_in_one_line()
    {
        using var left = zeros(2, 3);
        using var right = zeros(4);
        var error = Assert.ThrowsAny<ExternalException>(() => left + right);
        Assert.Contains("must match the size of tensor b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_tensor_cannot_be_used()
    {
        var tensor = zeros(2);
        tensor.Dispose();
        Assert.True(tensor.IsInvalid);
        Assert.Throws<InvalidOperationException>(() => tensor + 1);
    }
}
