namespace TorchSharp.Modules;

/// <summary>A module with neither parameters nor buffers.</summary>
public abstract class ParameterLessModule<T1, TResult>(string name) : torch.nn.Module<T1, TResult>(name);
