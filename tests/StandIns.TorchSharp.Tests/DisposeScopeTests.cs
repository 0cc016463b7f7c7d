using TorchSharp;
using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void A_scope_disposes_what_was_made_in_it()
    {
        Tensor inside;
        using (NewDisposeScope())
        {
            inside = ones(2);
            Assert.False(inside.IsInvalid);
        }

        Assert.True(inside.IsInvalid);
    }

    [Fact]
    public void A_tensor_moved_out_lives_as_long_as_the_outer_scope()
    {
        Tensor kept, detached;
        using (NewDisposeScope())
        {
            using (NewDisposeScope())
            {
                kept = ones(2).MoveToOuterDisposeScope();
                detached = ones(2).DetachFromDisposeScope();
            }

            Assert.False(kept.IsInvalid);
        }

        Assert.True(kept.IsInvalid);
        Assert.False(detached.IsInvalid);
        detached.Dispose();
    }

    [Fact]
    public void A_scope_keeps_what_it_is_told_to()
    {
        using var scope = NewDisposeScope();
        var kept = ones(1);
        var dropped = ones(1);
        scope.DisposeEverythingBut(kept);
        Assert.False(kept.IsInvalid);
        Assert.True(dropped.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
    }

    [Fact]
    public void Statistics_balance_when_everything_is_disposed()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (NewDisposeScope())
        {
            for (var i = 0; i < 100; i++)
            {
                var parts = randn(4, 4).matmul(randn(4, 4)).chunk(2);
                parts[0].Dispose();
            }
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(1));
        thread.Start();
        thread.Join();
        Assert.Equal(0, scope.DisposablesCount);
        elsewhere!.Dispose();
    }

    [Fact]
    public void A_parameter_takes_the_place_of_its_tensor_in_the_scope()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = nn.Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.Equal(1, scope.DisposablesCount);
        Assert.True(parameter.requires_grad);
    }

    [Fact]
    public void An_expression_can_be_wrapped_in_a_scope_of_its_own()
    {
        using var outer = NewDisposeScope();
        var result = WrappedTensorDisposeScope(() => (ones(2) + 1) * 3);
        Assert.Equal([6f, 6f], result.data<float>());
        Assert.Equal(1, outer.DisposablesCount);
    }
}
