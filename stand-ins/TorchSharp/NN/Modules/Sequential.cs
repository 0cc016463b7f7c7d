using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Modules called one after the other, named by position or by the caller.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> stages = [];

        protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules)
            : base(nameof(Sequential))
        {
            foreach (var module in modules)
            {
                append(module);
            }
        }

        protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules)
            : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules)
            {
                append(name, module);
            }
        }

        public int Count => stages.Count;

        public nn.IModule<Tensor, Tensor> this[int index] => stages[index];

        public Sequential append(nn.IModule<Tensor, Tensor> module) =>
            append(stages.Count.ToString(CultureInfo.InvariantCulture), module);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, (nn.Module)module);
            stages.Add(module);
            return this;
        }

        // Frees each intermediate result as soon as the next stage has it; the graph keeps what the backward pass needs.
        public override Tensor forward(Tensor input)
        {
            if (stages.Count == 0)
            {
                return input.alias();
            }

            var current = stages[0].call(input);
            foreach (var stage in stages.Skip(1))
            {
                using var previous = current;
                current = stage.call(previous);
            }

            return current;
        }

        protected override void RegisterComponents()
        {
            // The stages are registered as they are appended.
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

            public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new([.. modules]);

            public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new([.. modules]);
        }
    }
}
