using TorchSharp.Bridge;
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
                    Native.bridge_release_kept_memory();
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

        /// <summary>Adds a group, whose unset options take the optimiser's, with a fresh state for each parameter.</summary>
        private protected void AddGroup(ParamGroup group, OptimizerOptions defaults, Func<Parameter, OptimizerState> newState)
        {
            group.Options.FillFrom(defaults);
            _parameter_groups.Add(group);
            foreach (var parameter in group.Parameters)
            {
                var state = newState(parameter);
                state.Initialize(group.Options);
                states.Add(parameter, state);
            }
        }

        private protected static void Require(bool valid, string message)
        {
            if (!valid)
            {
                throw new ArgumentException(message);
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
                    state.Dispose();
                }
            }
        }

        private static void CheckCounts(StateDictionary own, int groups, int states)
        {
            Require(groups == own.Options.Count, "Invalid optimizer state -- different number of parameter groups.");
            Require(states == own.State.Count, "Invalid optimizer state -- different number of states.");
        }
    }

    public abstract class OptimizerOptions
    {
        public double? LearningRate { get; set; }

        public double InitialLearningRate { get; set; }

        /// <summary>The options of the kind of optimiser, in a fixed order; flags as 0 and 1.</summary>
        private protected abstract double?[] Settings { get; set; }

        public virtual void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(InitialLearningRate);
            writer.Write(LearningRate!.Value);
            foreach (var setting in Settings)
            {
                writer.Write(setting!.Value);
            }
        }

        public virtual void LoadStateDict(BinaryReader reader)
        {
            InitialLearningRate = reader.ReadDouble();
            LearningRate = reader.ReadDouble();
            Settings = [.. Settings.Select(_ => (double?)reader.ReadDouble())];
        }

        public virtual void LoadStateDict(OptimizerOptions source)
        {
            InitialLearningRate = source.InitialLearningRate;
            LearningRate = source.LearningRate;
            Settings = source.Settings;
        }

        internal void FillFrom(OptimizerOptions defaults)
        {
            LearningRate ??= defaults.LearningRate;
            InitialLearningRate = LearningRate!.Value;
            Settings = [.. Settings.Zip(defaults.Settings, (own, common) => own ?? common)];
        }

        private protected static double? Number(bool? flag) => flag is { } set ? set ? 1 : 0 : null;

        private protected static bool? Flag(double? number) => number is { } value ? value != 0 : null;
    }

    public abstract class OptimizerState : IDisposable
    {
        private protected OptimizerState(Parameter parameter) => _parameter = parameter;

        protected Parameter _parameter { get; }

        /// <summary>How many steps were taken, for the optimisers that count them.</summary>
        private protected virtual long Steps { get; set; }

        /// <summary>The tensors of the state, in a fixed order; null where there is none yet.</summary>
        private protected abstract torch.Tensor?[] Tensors { get; set; }

        public abstract void Initialize(OptimizerOptions options);

        public virtual void SaveStateDict(BinaryWriter writer)
        {
            writer.Write(Steps);
            foreach (var tensor in Tensors)
            {
                Write(writer, tensor);
            }
        }

        public virtual void LoadStateDict(BinaryReader reader)
        {
            Dispose();
            Steps = reader.ReadInt64();
            Tensors = [.. Tensors.Select(_ => Read(reader))];
        }

        public virtual void LoadStateDict(OptimizerState source)
        {
            if (!ReferenceEquals(source, this))
            {
                Dispose();
                Steps = source.Steps;
                Tensors = [.. source.Tensors.Select(tensor => tensor?.to(_parameter.device, copy: true).DetachFromDisposeScope())];
            }
        }

        public void Dispose()
        {
            foreach (var tensor in Tensors)
            {
                tensor?.Dispose();
            }

            GC.SuppressFinalize(this);
        }

        private protected torch.Tensor Zeros() => torch.zeros_like(_parameter).DetachFromDisposeScope();

        private static void Write(BinaryWriter writer, torch.Tensor? tensor)
        {
            writer.Write(tensor is not null);
            if (tensor is not null)
            {
                using var onCpu = tensor.cpu();
                using var contiguous = onCpu.contiguous();
                writer.Write(contiguous.bytes);
            }
        }

        // The tensors of a state have their parameter's shape, type and device.
        private torch.Tensor? Read(BinaryReader reader)
        {
            if (!reader.ReadBoolean())
            {
                return null;
            }

            using var loaded = torch.empty(_parameter.shape, _parameter.dtype);
            reader.BaseStream.ReadExactly(loaded.bytes);
            return loaded.to(_parameter.device, copy: true).DetachFromDisposeScope();
        }
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
