namespace TorchSharp.Modules;

/// <summary>What Adam and AdamW share: running means of the gradient and of its square, and the step that follows from them.</summary>
public abstract class AdaptiveMoments : OptimizerHelper, torch.optim.IBetas
{
    private readonly Options defaults;

    private protected AdaptiveMoments(
        IEnumerable<ParamGroup> parameters, double lr, double beta1, double beta2, double eps, double weight_decay, bool amsgrad,
        bool maximize)
    {
        defaults = new Options
        {
            LearningRate = lr,
            InitialLearningRate = lr,
            beta1 = beta1,
            beta2 = beta2,
            eps = eps,
            weight_decay = weight_decay,
            amsgrad = amsgrad,
            maximize = maximize,
        };
        Require(lr >= 0, $"Invalid learning rate: {lr}");
        Require(eps >= 0, $"Invalid ε: {eps}");
        Require(beta1 is >= 0 and < 1, $"Invalid beta1: {beta1}");
        Require(beta2 is >= 0 and < 1, $"Invalid beta2: {beta2}");
        Require(weight_decay >= 0, $"Invalid weight_decay value: {weight_decay}");
        foreach (var group in parameters)
        {
            AddGroup(group);
        }
    }

    public (double, double) Betas
    {
        get => (defaults.beta1!.Value, defaults.beta2!.Value);
        set => (defaults.beta1, defaults.beta2) = value;
    }

    public override void add_param_group(Modules.ParamGroup param_group) => AddGroup(param_group);

    public override torch.Tensor? step(Func<torch.Tensor>? closure = null) => Step<Options, State>(closure, Update);

    /// <summary>Applies the weight decay, to the parameter or to the gradient that it returns.</summary>
    private protected abstract torch.Tensor Decay(Parameter parameter, torch.Tensor gradient, Options options);

    private void AddGroup(Modules.ParamGroup group)
    {
        group.Options ??= new Options();
        AddGroup(group, defaults, parameter => new State(parameter));
    }

    private void Update(Parameter parameter, torch.Tensor gradient, Options options, State state)
    {
        if (options.maximize!.Value)
        {
            gradient = -gradient;
        }

        if (options.weight_decay!.Value != 0)
        {
            gradient = Decay(parameter, gradient, options);
        }

        state.Advance(gradient, options);
        state.Apply(parameter, options);
    }

    public sealed class State : OptimizerState
    {
        public long step;
        public torch.Tensor exp_avg = null!;
        public torch.Tensor exp_avg_sq = null!;
        public torch.Tensor? max_exp_avg_sq;

        public State(Parameter parameter)
            : base(parameter)
        {
        }

        private protected override long Steps
        {
            get => step;
            set => step = value;
        }

        private protected override torch.Tensor?[] Tensors
        {
            get => [exp_avg, exp_avg_sq, max_exp_avg_sq];
            set => (exp_avg, exp_avg_sq, max_exp_avg_sq) = (value[0]!, value[1]!, value[2]);
        }

        public override void Initialize(OptimizerOptions options)
        {
            Dispose();
            step = 0;
            exp_avg = Zeros();
            exp_avg_sq = Zeros();
            max_exp_avg_sq = ((Options)options).amsgrad!.Value ? Zeros() : null;
        }

        internal void Advance(torch.Tensor gradient, Options options)
        {
            step++;
            exp_avg.mul_(options.beta1!.Value).add_(gradient, 1 - options.beta1.Value);
            exp_avg_sq.mul_(options.beta2!.Value).addcmul_(gradient, gradient, 1 - options.beta2.Value);
        }

        internal void Apply(Parameter parameter, Options options)
        {
            var correction1 = 1 - Math.Pow(options.beta1!.Value, step);
            var correction2 = 1 - Math.Pow(options.beta2!.Value, step);
            if (max_exp_avg_sq is not null)
            {
                max_exp_avg_sq.copy_(max_exp_avg_sq.maximum(exp_avg_sq));
            }

            var denominator = (max_exp_avg_sq ?? exp_avg_sq).sqrt().div_(Math.Sqrt(correction2)).add_(options.eps!.Value);
            parameter.addcdiv_(exp_avg, denominator, -options.LearningRate!.Value / correction1);
        }
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? weight_decay;
        public double? eps;
        public bool? amsgrad;
        public bool? maximize;

        private protected override double?[] Settings
        {
            get => [beta1, beta2, weight_decay, eps, Number(amsgrad), Number(maximize)];
            set => (beta1, beta2, weight_decay, eps, amsgrad, maximize) =
                (value[0], value[1], value[2], value[3], Flag(value[4]), Flag(value[5]));
        }
    }

    public class ParamGroup : ParamGroup<Options>, torch.optim.IBetas
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options)
            : base(parameters, options)
        {
        }

        public ParamGroup(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            })
        {
        }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
