using System.Runtime.Intrinsics;
using System.Text.Json;
using Spectre.Console;

namespace MicroGenre.Benchmarks;

/// <summary>One line of a benchmark.</summary>
/// <param name="Operation">What was measured.</param>
/// <param name="Ours">Our figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Milliseconds, percent, …</param>
/// <param name="Peer">The peer's figure, where it is installed.</param>
/// <param name="PeerName">Which peer.</param>
/// <param name="Note">What else to know.</param>
public sealed record BenchmarkLine(
    string Operation, double Ours, string Unit, double? Peer = null, string? PeerName = null, string? Note = null)
{
    /// <summary>Our figure over the peer's.</summary>
    public double? Ratio => Ours / Peer;
}

/// <summary>A benchmark's lines, as a table and as JSON.</summary>
public sealed record BenchmarkReport(string Suite, string Machine, DateTimeOffset Time, IReadOnlyList<BenchmarkLine> Lines)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>What the figures were measured on.</summary>
    public static string ThisMachine
    {
        get
        {
            const string cpuInfo = "/proc/cpuinfo";
            var name = File.Exists(cpuInfo) ? File.ReadLines(cpuInfo)
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
            var vectors = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
            return $"{name ?? "unknown processor"}, {Environment.ProcessorCount} cores, {vectors}-bit vectors, .NET {Environment.Version}";
        }
    }

    /// <summary>The table, as text.</summary>
    internal BenchmarkTable ToTable() => new(
        $"{Suite}: {Machine}",
        ["operation", "ours", "peer", "ratio", "note"],
        [.. Lines.Select(line => (string[])[
            line.Operation,
            $"{line.Ours:0.###} {line.Unit}".TrimEnd(),
            line.Peer is { } peer ? $"{peer:0.###} {line.Unit}" : "",
            line.Ratio is { } ratio ? $"{ratio:0.00}" : "",
            string.Join("; ", new[] { line.PeerName, line.Note }.Where(text => text is not null))])]);

    /// <summary>Prints the table.</summary>
    public void Print()
    {
        var cells = ToTable();
        var table = new Table().Title(Markup.Escape(cells.Title));
        table.AddColumns(cells.Columns);
        table.Columns[1].RightAligned();
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        foreach (var row in cells.Rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Writes the JSON.</summary>
    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Indented));
}
