using System.Reflection;
using TorchSharp.Bridge;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A tree of parameters, buffers and submodules with dotted names.</summary>
        public class Module : IDisposable
        {
            private readonly string name;
            private readonly OrderedDictionary<string, Module> submodules = [];
            private readonly OrderedDictionary<string, Parameter> ownParameters = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> ownBuffers = [];
            private bool componentsRegistered;

            protected Module(string name) => this.name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            public void Dispose()
            {
                Dispose(true);
                Native.bridge_release_kept_memory();
                GC.SuppressFinalize(this);
            }

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in children())
                {
                    child.train(train);
                }
            }

            public virtual void eval() => train(false);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in children())
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    ZeroGradient(parameter, set_to_none);
                }
            }

            public virtual IEnumerable<(string name, Module module)> named_children() =>
                submodules.Select(child => (child.Key, child.Value));

            public virtual IEnumerable<Module> children() => named_children().Select(child => child.module);

            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                named_children().Concat(named_children().SelectMany(
                    child => child.module.named_modules(),
                    (child, descendant) => ($"{child.name}.{descendant.name}", descendant.module)));

            public virtual IEnumerable<Module> modules() => named_modules().Select(descendant => descendant.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var own = ownParameters.Select(parameter => (name: parameter.Key, parameter: parameter.Value));
                var inherited = named_children().SelectMany(
                    child => child.module.named_parameters(),
                    (child, found) => (name: $"{child.name}.{found.name}", found.parameter));
                return (recurse ? own.Concat(inherited) : own).DistinctBy(found => found.parameter.Handle);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(found => found.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var own = ownBuffers
                    .Where(buffer => include_nonpersistent || buffer.Value.Persistent)
                    .Select(buffer => (name: buffer.Key, buffer: buffer.Value.Tensor));
                var inherited = named_children().SelectMany(
                    child => child.module.named_buffers(true, include_nonpersistent),
                    (child, found) => (name: $"{child.name}.{found.name}", found.buffer));
                return (recurse ? own.Concat(inherited) : own).DistinctBy(found => found.buffer.Handle);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(found => found.buffer);

            public virtual Parameter? get_parameter(string target) =>
                named_parameters().FirstOrDefault(found => string.Equals(found.name, target, StringComparison.Ordinal)).parameter;

            public virtual Tensor? get_buffer(string target) =>
                named_buffers().FirstOrDefault(found => string.Equals(found.name, target, StringComparison.Ordinal)).buffer;

            /// <summary>The parameters and persistent buffers themselves, not copies, by their dotted names.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= new Dictionary<string, Tensor>(StringComparer.Ordinal);
                var path = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (key, parameter) in named_parameters())
                {
                    destination.TryAdd(path + key, parameter);
                }

                foreach (var (key, buffer) in named_buffers(include_nonpersistent: false))
                {
                    destination.TryAdd(path + key, buffer);
                }

                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var wanted = state_dict();
                var missing = wanted.Keys.Except(source.Keys, StringComparer.Ordinal).Except(skip ?? [], StringComparer.Ordinal).ToList();
                var unexpected = source.Keys.Except(wanted.Keys, StringComparer.Ordinal).Except(skip ?? [], StringComparer.Ordinal).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                }

                using var guard = no_grad();
                foreach (var (key, target) in wanted)
                {
                    if (source.TryGetValue(key, out var value) && skip?.Contains(key) != true)
                    {
                        target.copy_(value);
                    }
                }

                return (missing, unexpected);
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (!ownParameters.TryAdd(name, param))
                {
                    throw new InvalidOperationException($"Parameter {name} is already registered.");
                }
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!ownBuffers.TryAdd(name, (tensor, persistent)))
                {
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
                }
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_module(string name, Module submodule)
            {
                if (string.IsNullOrEmpty(name))
                {
                    throw new ArgumentException("module name can't be empty string \"\"", nameof(name));
                }

                if (name.Contains('.', StringComparison.Ordinal))
                {
                    throw new ArgumentException($"module name can't contain \".\", got: {name}", nameof(name));
                }

                submodule.RegisterComponents();
                if (!submodules.TryAdd(name, submodule))
                {
                    throw new InvalidOperationException($"Sub-module {name} is already registered.");
                }
            }

            /// <summary>Registers the modules, parameters and tensors among the fields under the fields' names.</summary>
            protected virtual void RegisterComponents()
            {
                if (componentsRegistered)
                {
                    return;
                }

                componentsRegistered = true;
                foreach (var field in AllFields(GetType()))
                {
                    var component = field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;
                    if (submodules.ContainsKey(component) || ownParameters.ContainsKey(component) || ownBuffers.ContainsKey(component))
                    {
                        continue;
                    }

                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing)
                {
                    return;
                }

                foreach (var tensor in ownParameters.Values.Concat(ownBuffers.Values.Select(buffer => buffer.Tensor)))
                {
                    tensor.DetachFromDisposeScope().Dispose();
                }

                foreach (var child in children())
                {
                    child.Dispose();
                }
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Move(device, dtype, non_blocking);

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Move(new Device(deviceType, deviceIndex), null, non_blocking);

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Move(null, dtype, non_blocking);

            /// <summary>Makes a built-in module's parameter; it lives as long as the module, whatever scope it was made in.</summary>
            private protected Parameter Register(string name, Tensor data)
            {
                var parameter = new Parameter(data);
                parameter.DetachFromDisposeScope();
                register_parameter(name, parameter);
                componentsRegistered = true;
                return parameter;
            }

            private protected Tensor RegisterBuffer(string name, Tensor buffer)
            {
                register_buffer(name, buffer.DetachFromDisposeScope());
                componentsRegistered = true;
                return buffer;
            }

            internal static void ZeroGradient(Parameter parameter, bool setToNone)
            {
                if (setToNone)
                {
                    parameter.grad = null;
                    return;
                }

                using var gradient = parameter.grad;
                gradient?.zero_();
            }

            // The tensors stay the same objects, as in PyTorch, so that an optimiser made before the move stays valid.
            private Module Move(Device? device, ScalarType? dtype, bool nonBlocking)
            {
                if (dtype is { } type && !is_floating_point(type))
                {
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={type}");
                }

                using var guard = no_grad();
                foreach (var tensor in parameters().Concat(buffers()))
                {
                    var target = tensor.is_floating_point() ? dtype ?? tensor.dtype : tensor.dtype;
                    using var moved = tensor.to(target, device ?? tensor.device, non_blocking: nonBlocking);
                    Native.Check(Native.bridge_tensor_set_data(tensor.Handle, moved.Handle));
                }

                return this;
            }

            private static IEnumerable<FieldInfo> AllFields(Type type)
            {
                const BindingFlags flags = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
                for (Type? level = type; level is not null && level != typeof(Module); level = level.BaseType)
                {
                    foreach (var field in level.GetFields(flags))
                    {
                        yield return field;
                    }
                }
            }
        }

        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public abstract class Module<T, TResult>(string name) : Module(name), IModule<T, TResult>
        {
            public abstract TResult forward(T input);

            public TResult call(T input) => forward(input);
        }

        public abstract class Module<T1, T2, TResult>(string name) : Module(name), IModule<T1, T2, TResult>
        {
            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2) => forward(input1, input2);
        }

        public abstract class Module<T1, T2, T3, TResult>(string name) : Module(name)
        {
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3) => forward(input1, input2, input3);
        }
    }
}

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false)
        where T : torch.nn.Module => (T)module._to(type, non_blocking);

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false)
        where T : torch.nn.Module => (T)module._to(device, type, non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false)
        where T : torch.nn.Module => (T)module._to(deviceType, deviceIndex, non_blocking);

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false)
        where T : torch.nn.Module => (T)module._to(device.type, device.index, non_blocking);

    public static T to<T>(this T module, string device, bool non_blocking = false)
        where T : torch.nn.Module => module.to(new torch.Device(device), non_blocking);
}
