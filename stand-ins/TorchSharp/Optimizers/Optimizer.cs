using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Where a schedule reads and sets the rate.</summary>
            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }

            public interface IMomentum
            {
                double Momentum { get; set; }
            }

            public interface IBetas
            {
                (double, double) Betas { get; set; }
            }

            public abstract class Optimizer : IDisposable
            {
                private protected Optimizer()
                {
                }

                public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

                protected IList<ParamGroup> _parameter_groups { get; } = [];

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                public abstract Tensor? step(Func<Tensor>? closure = null);

                public virtual void zero_grad()
                {
                    foreach (var parameter in parameters())
                    {
                        nn.Module.ZeroGradient(parameter, setToNone: true);
                    }
                }

                public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

                public abstract void add_param_group(ParamGroup param_group);

                protected abstract void Dispose(bool disposing);

                /// <summary>The live options and states, in the order of the groups and their parameters.</summary>
                public class StateDictionary
                {
                    internal StateDictionary()
                    {
                    }

                    public List<OptimizerOptions> Options { get; } = [];

                    public List<OptimizerState> State { get; } = [];

                    public List<List<int>> StateIndexRef { get; } = [];
                }
            }
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What the optimisers share: groups, a state per parameter, and saving both.</summary>
    public abstract class OptimizerHelper : torch.optim.Optimizer
    {
        private readonly Dictionary<Parameter, OptimizerState> states = new(ReferenceEqualityComparer.Instance);

        private protected OptimizerHelper()
        {
        }

        public virtual StateDictionary state_dict()
        {
            var dictionary = new StateDictionary();
            foreach (var group in _parameter_groups)
            {
                dictionary.Options.Add(group.Options);
                var first = dictionary.State.Count;
                dictionary.State.AddRange(group.Parameters.Select(parameter => states[parameter]));
                dictionary.StateIndexRef.Add([.. Enumerable.Range(first, dictionary.State.Count - first)]);
            }

            return dictionary;
        }

        public virtual void load_state_dict(StateDictionary state_dict)
        {
            var own = this.state_dict();
            CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
            for (var i = 0; i < own.Options.Count; i++)
            {
                own.Options[i].LoadStateDict(state_dict.Options[i]);
            }

            for (var i = 0; i < own.State.Count; i++)
            {
                own.State[i].LoadStateDict(state_dict.State[i]);
            }
        }

        public void save_state_dict(string location)
        {
            using var writer = new BinaryWriter(File.Create(location));
            save_state_dict(writer);
        }

        public void save_state_dict(BinaryWriter writer)
        {
            var own = state_dict();
            writer.Write(GetType().Name);
            writer.Write(own.Options.Count);
            writer.Write(own.State.Count);
            own.Options.ForEach(options => options.SaveStateDict(writer));
            own.State.ForEach(state => state.SaveStateDict(writer));
        }

        public void load_state_dict(string location)
        {
            using var reader = new BinaryReader(File.OpenRead(location));
            load_state_dict(reader);
        }

        public void load_state_dict(BinaryReader reader)
        {
            var name = reader.ReadString();
            if (!string.Equals(name, GetType().Name, StringComparison.Ordinal))
            {
                throw new InvalidDataException(
                    $"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}' in the loaded stream.");
            }

            var own = state_dict();
            CheckCounts(own, reader.ReadInt32(), reader.ReadInt32());
            own.Options.ForEach(options => options.LoadStateDict(reader));
            own.State.ForEach(state => state.LoadStateDict(reader));
        }

        private protected void AddGroup(ParamGroup group, Func<Parameter, OptimizerState> newState)
        {
            _parameter_groups.Add(group);
            group.Options.InitialLearningRate = group.LearningRate;
            foreach (var parameter in group.Parameters)
            {
                var state = newState(parameter);
                state.Initialize(group.Options);
                states.Add(parameter, state);
            }
        }

        /// <summary>Updates every parameter that has a gradient, outside the graph and leaving no tensor behind.</summary>
        private protected torch.Tensor? Step<TOptions, TState>(
            Func<torch.Tensor>? closure, Action<Parameter, torch.Tensor, TOptions, TState> update)
            where TOptions : OptimizerOptions
            where TState : OptimizerState
        {
            var loss = closure?.Invoke();
            using var guard = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            foreach (var group in _parameter_groups)
            {
                foreach (var parameter in group.Parameters)
                {
                    if (parameter.grad is { } gradient)
                    {
                        update(parameter, gradient, (TOptions)group.Options, (TState)states[parameter]);
                    }
                }
            }

            return loss;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                foreach (var state in states.Values)
                {
                    (state as IDisposable)?.Dispose();
                }
            }
        }

        private static void CheckCounts(StateDictionary own, int groups, int states)
        {
            if (groups != own.Options.Count)
            {
                throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
            }

            if (states != own.State.Count)
            {
                throw new ArgumentException("Invalid optimizer state -- different number of states.");
            }
        }
    }

    public class OptimizerOptions
    {
        public double? LearningRate { get; set; }

        public double InitialLearningRate { get; set; }

        public virtual void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(InitialLearningRate);
            writer.Write(LearningRate!.Value);
        }

        public virtual void LoadStateDict(BinaryReader reader)
        {
            InitialLearningRate = reader.ReadDouble();
            LearningRate = reader.ReadDouble();
        }

        public virtual void LoadStateDict(OptimizerOptions source)
        {
            InitialLearningRate = source.InitialLearningRate;
            LearningRate = source.LearningRate;
        }
    }

    public abstract class OptimizerState
    {
        protected OptimizerState(Parameter parameter) => _parameter = parameter;

        protected Parameter _parameter { get; }

        public abstract void SaveStateDict(BinaryWriter writer);

        public abstract void LoadStateDict(BinaryReader reader);

        public abstract void LoadStateDict(OptimizerState source);

        public abstract void Initialize(OptimizerOptions options);

        private protected static void Write(BinaryWriter writer, torch.Tensor? tensor)
        {
            writer.Write(tensor is not null);
            if (tensor is not null)
            {
                using var onCpu = tensor.cpu();
                using var contiguous = onCpu.contiguous();
                writer.Write(contiguous.bytes);
            }
        }

        /// <summary>A tensor of the parameter's shape, type and device, or null when none was written.</summary>
        private protected torch.Tensor? Read(BinaryReader reader)
        {
            if (!reader.ReadBoolean())
            {
                return null;
            }

            using var loaded = torch.empty(_parameter.shape, _parameter.dtype);
            reader.BaseStream.ReadExactly(loaded.bytes);
            return loaded.to(_parameter.device, copy: true).DetachFromDisposeScope();
        }

        private protected torch.Tensor? Copy(torch.Tensor? source) =>
            source?.to(_parameter.device, copy: true).DetachFromDisposeScope();

        private protected torch.Tensor Zeros() => torch.zeros_like(_parameter).DetachFromDisposeScope();
    }

    public class ParamGroup : torch.optim.ILearningRateController
    {
        public IEnumerable<Parameter> Parameters { get; set; } = [];

        public OptimizerOptions Options { get; set; } = null!;

        public double LearningRate
        {
            get => Options.LearningRate!.Value;
            set => Options.LearningRate = value;
        }

        public double InitialLearningRate
        {
            get => Options.InitialLearningRate;
            set => Options.InitialLearningRate = value;
        }
    }

    public class ParamGroup<TOptions> : ParamGroup
        where TOptions : OptimizerOptions
    {
        public ParamGroup()
        {
        }

        public ParamGroup(IEnumerable<Parameter> parameters, TOptions? options = null)
        {
            Parameters = parameters;
            base.Options = options!;
        }

        public new TOptions Options
        {
            get => (TOptions)base.Options;
            set => base.Options = value;
        }
    }
}
