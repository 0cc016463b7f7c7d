using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static SGD SGD(
                IEnumerable<SGD.ParamGroup> parameters, double learningRate, double momentum = 0.0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent, with momentum as in PyTorch (the first buffer is the first gradient).</summary>
    public class SGD : OptimizerHelper, torch.optim.IMomentum
    {
        private readonly Options defaults;

        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        public SGD(
            IEnumerable<ParamGroup> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            Require(lr >= 0, $"Invalid learning rate: {lr}");
            Require(momentum >= 0, $"Invalid momentum: {momentum}");
            Require(dampening >= 0, $"Invalid dampening: {dampening}");
            Require(weight_decay >= 0, $"Invalid weight_decay: {weight_decay}");
            Require(!nesterov || (momentum > 0 && dampening == 0), "Nesterov momentum requires a momentum and zero dampening");
            defaults = new Options
            {
                LearningRate = lr,
                InitialLearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            foreach (var group in parameters)
            {
                AddGroup(group);
            }
        }

        public double Momentum
        {
            get => defaults.momentum!.Value;
            set => defaults.momentum = value;
        }

        public override void add_param_group(Modules.ParamGroup param_group) => AddGroup(param_group);

        public override torch.Tensor? step(Func<torch.Tensor>? closure = null) => Step<Options, State>(closure, Update);

        private void AddGroup(Modules.ParamGroup group)
        {
            group.Options ??= new Options();
            AddGroup(group, defaults, parameter => new State(parameter));
        }

        private static void Update(Parameter parameter, torch.Tensor gradient, Options options, State state)
        {
            if (options.weight_decay!.Value != 0)
            {
                gradient = gradient.add(parameter, options.weight_decay.Value);
            }

            if (options.momentum!.Value != 0)
            {
                var buffer = state.Accumulate(gradient, options);
                gradient = options.nesterov!.Value ? gradient.add(buffer, options.momentum.Value) : buffer;
            }

            parameter.add_(gradient, options.maximize!.Value ? options.LearningRate!.Value : -options.LearningRate!.Value);
        }

        public sealed class State : OptimizerState
        {
            public torch.Tensor? momentum_buffer;

            public State(Parameter parameter)
                : base(parameter)
            {
            }

            private protected override torch.Tensor?[] Tensors
            {
                get => [momentum_buffer];
                set => momentum_buffer = value[0];
            }

            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                momentum_buffer = null;
            }

            internal torch.Tensor Accumulate(torch.Tensor gradient, Options options) => momentum_buffer is null
                ? momentum_buffer = gradient.clone().DetachFromDisposeScope()
                : momentum_buffer.mul_(options.momentum!.Value).add_(gradient, 1 - options.dampening!.Value);
        }

        public class Options : OptimizerOptions
        {
            public double? momentum;
            public double? dampening;
            public double? weight_decay;
            public bool? nesterov;
            public bool? maximize;

            private protected override double?[] Settings
            {
                get => [momentum, dampening, weight_decay, Number(nesterov), Number(maximize)];
                set => (momentum, dampening, weight_decay, nesterov, maximize) =
                    (value[0], value[1], value[2], Flag(value[3]), Flag(value[4]));
            }
        }

        public class ParamGroup : ParamGroup<Options>, torch.optim.IMomentum
        {
            public ParamGroup()
            {
            }

            public ParamGroup(IEnumerable<Parameter> parameters, Options options)
                : base(parameters, options)
            {
            }

            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0.0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : base(parameters, new Options
                {
                    LearningRate = lr,
                    momentum = momentum,
                    dampening = dampening,
                    weight_decay = weight_decay,
                    nesterov = nesterov,
                    maximize = maximize,
                })
            {
            }

            public double Momentum
            {
                get => Options.momentum!.Value;
                set => Options.momentum = value;
            }
        }
    }
}
