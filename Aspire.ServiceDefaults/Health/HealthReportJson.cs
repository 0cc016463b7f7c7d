using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.ServiceDefaults.Health;

/// <summary>Writes a health report as JSON: the state, the program's version, and the result of each check.</summary>
internal static class HealthReportJson
{
    public static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        Status = report.Status.ToString(),
        Version = ProgramVersion.Current,
        Checks = report.Entries.ToDictionary(
            check => check.Key,
            check => new { Status = check.Value.Status.ToString(), check.Value.Description },
            StringComparer.Ordinal),
    });
}
