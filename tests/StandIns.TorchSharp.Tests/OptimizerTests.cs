using TorchSharp.Modules;
using static TorchSharp.torch;

namespace StandIns.TorchSharp.Tests;

public class OptimizerTests
{
    public static TheoryData<string> Optimizers =>
        ["adam", "adam-decay", "adam-amsgrad", "adamw", "sgd", "sgd-momentum", "sgd-nesterov"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void An_optimizer_takes_PyTorchs_path(string name)
    {
        using var scope = NewDisposeScope();
        var frozen = FrozenArrays.Of(name);
        var parameters = Parameters(frozen);
        using var optimizer = Create(name, parameters);
        var path = Enumerable.Range(0, 6).Select(_ => Step(parameters, optimizer)).ToList();
        frozen.AssertEqual("path", stack(path));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_saved_and_loaded_optimizer_goes_on_bit_for_bit(string name)
    {
        using var scope = NewDisposeScope();
        var frozen = FrozenArrays.Of(name);
        var parameters = Parameters(frozen);
        using var optimizer = Create(name, parameters);
        optimizer.ParamGroups.Single().LearningRate *= 0.5;
        Step(parameters, optimizer);
        Step(parameters, optimizer);

        using var saved = new MemoryStream();
        using var writer = new BinaryWriter(saved);
        optimizer.save_state_dict(writer);
        var copies = parameters.Select(parameter => new Parameter(parameter.detach().clone())).ToList();
        using var resumed = Create(name, copies);
        saved.Position = 0;
        using var reader = new BinaryReader(saved);
        resumed.load_state_dict(reader);

        Assert.Equal(Step(parameters, optimizer).data<float>(), Step(copies, resumed).data<float>());
        Assert.Equal(Step(parameters, optimizer).data<float>(), Step(copies, resumed).data<float>());
    }

    [Fact]
    public void A_state_dictionary_loads_into_another_optimizer_of_the_kind()
    {
        using var scope = NewDisposeScope();
        var frozen = FrozenArrays.Of("adam");
        var parameters = Parameters(frozen);
        using var optimizer = optim.Adam(parameters, 0.05);
        Step(parameters, optimizer);
        var copies = parameters.Select(parameter => new Parameter(parameter.detach().clone())).ToList();
        using var other = optim.Adam(copies);
        other.load_state_dict(optimizer.state_dict());

        Assert.Equal(1, ((Adam.State)other.state_dict().State[0]).step);
        Assert.Equal(Step(parameters, optimizer).data<float>(), Step(copies, other).data<float>());
    }

    [Fact]
    public void The_state_of_another_kind_of_optimizer_is_refused()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters(FrozenArrays.Of("adam"));
        using var sgd = optim.SGD(parameters, 0.1);
        using var adam = optim.Adam(parameters);
        using var saved = new MemoryStream();
        using var writer = new BinaryWriter(saved);
        sgd.save_state_dict(writer);
        saved.Position = 0;
        using var reader = new BinaryReader(saved);
        Assert.Throws<InvalidDataException>(() => adam.load_state_dict(reader));
    }

    [Fact]
    public void Each_group_has_its_own_rate()
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters(FrozenArrays.Of("sgd"));
        var before = parameters.Select(parameter => parameter.detach().clone()).ToList();
        using var optimizer = optim.SGD([new SGD.ParamGroup([parameters[0]], lr: 0), new SGD.ParamGroup([parameters[1]])], 0.1);
        Step(parameters, optimizer);
        Assert.True(parameters[0].allclose(before[0]));
        Assert.False(parameters[1].allclose(before[1]));
        Assert.Equal([0, 1e-3], optimizer.ParamGroups.Select(group => group.LearningRate));
    }

    [Fact]
    public void A_step_leaves_parameters_without_gradient_alone()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(3));
        using var optimizer = optim.Adam([parameter]);
        optimizer.step();
        Assert.Equal([1f, 1f, 1f], parameter.data<float>());
    }

    [Fact]
    public void Clipping_scales_all_gradients_to_the_norm()
    {
        using var scope = NewDisposeScope();
        var parameters = new[] { new Parameter(zeros(2)), new Parameter(zeros(1)) };
        (parameters[0].sum() * 2 + parameters[1].sum()).backward();
        Assert.Equal(3, nn.utils.clip_grad_norm_(parameters, 1.5), 5);
        Assert.Equal(1.5, nn.utils.clip_grad_norm_(parameters, 100), 5);
        Assert.Equal([1f, 1f], parameters[0].grad!.data<float>().Select(value => MathF.Round(value, 4)));
    }

    private static List<Parameter> Parameters(FrozenArrays frozen) =>
        [new Parameter(frozen.Tensor("first")), new Parameter(frozen.Tensor("second"))];

    // The function of Frozen/make.py.
    private static Tensor Step(List<Parameter> parameters, optim.Optimizer optimizer)
    {
        var (a, b) = (parameters[0], parameters[1]);
        optimizer.zero_grad();
        (a.pow(4).sum() + (b.sin() * 3).sum() + (a.sum() * b.sum())).backward();
        optimizer.step();
        return cat([a.flatten(), b]).detach().clone();
    }

    private static OptimizerHelper Create(string name, List<Parameter> parameters) => name switch
    {
        "adam" => optim.Adam(parameters, 0.05),
        "adam-decay" => optim.Adam(parameters, 0.05, 0.8, 0.99, weight_decay: 0.1),
        "adam-amsgrad" => optim.Adam(parameters, 0.3, amsgrad: true),
        "adamw" => optim.AdamW(parameters, 0.05, weight_decay: 0.2),
        "sgd" => optim.SGD(parameters, 0.02),
        "sgd-momentum" => optim.SGD(parameters, 0.02, momentum: 0.9, weight_decay: 0.1),
        "sgd-nesterov" => optim.SGD(parameters, 0.02, momentum: 0.9, nesterov: true),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
