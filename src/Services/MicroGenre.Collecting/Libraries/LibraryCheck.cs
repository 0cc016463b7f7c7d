using MicroGenre.Collections;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MicroGenre.Collecting.Libraries;

/// <summary>Reports ready if the library can be opened, or does not exist yet.</summary>
public sealed class LibraryCheck(OpenLibrary library) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await library.GetAsync(cancellationToken);
            return HealthCheckResult.Healthy("The library is open.");
        }
        catch (NoLibraryException)
        {
            return HealthCheckResult.Healthy("There is no library yet.");
        }
        catch (LibraryException e)
        {
            return HealthCheckResult.Unhealthy(e.Message);
        }
    }
}
