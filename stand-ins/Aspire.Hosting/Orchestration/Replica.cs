using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>One of the processes that a resource runs in.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Index">Which of its processes, counted from 0.</param>
/// <param name="Id">What this very process is called: the resource's name, and a number where there are several.</param>
internal sealed record Replica(IResource Resource, int Index, string Id)
{
    /// <summary>The processes of a resource.</summary>
    public static IReadOnlyList<Replica> Of(IResource resource)
    {
        var count = resource.Annotations.OfType<ReplicaAnnotation>().LastOrDefault()?.Replicas ?? 1;
        return [.. Enumerable.Range(0, count).Select(index => new Replica(resource, index, count == 1 ? resource.Name : $"{resource.Name}-{index + 1}"))];
    }
}

/// <summary>A value that is another one for each process of a resource.</summary>
internal sealed record ReplicaValue(Func<Replica, string> Of);
