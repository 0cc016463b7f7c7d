namespace Aspire.Hosting.ApplicationModel;

/// <summary>The program that a resource is.</summary>
internal sealed record ProgramAnnotation(string FileName, string WorkingDirectory) : IResourceAnnotation;

/// <summary>Arguments of the program: text, or values that are known only while the application runs.</summary>
internal sealed record ArgumentsAnnotation(IReadOnlyList<object> Arguments) : IResourceAnnotation;

/// <summary>Environment variables of the program, worked out when it starts.</summary>
internal sealed record EnvironmentAnnotation(Func<IEnumerable<KeyValuePair<string, object?>>> Variables) : IResourceAnnotation;

/// <summary>A resource that must be healthy first.</summary>
internal sealed record WaitAnnotation(IResource Dependency) : IResourceAnnotation;

/// <summary>Asks the running resource how it is: <see langword="null"/> when healthy, otherwise what is wrong.</summary>
internal sealed record HealthAnnotation(Func<CancellationToken, Task<string?>> AskAsync) : IResourceAnnotation;
