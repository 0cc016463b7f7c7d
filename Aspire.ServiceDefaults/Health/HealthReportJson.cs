using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.ServiceDefaults.Health;

/// <summary>
/// Writes a health report for people and programs: the state, the program's version, and each check with what it has to say.
/// </summary>
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
