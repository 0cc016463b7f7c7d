using CsvHelper;
using MicroGenre.Learning;

namespace MicroGenre.DataSets;

/// <summary>Reads <c>.csv</c> files with a header line. Errors name the line.</summary>
internal static class CsvTable
{
    private static readonly CsvReaderOptions Options = new() { TrackLineNumbers = true };

    /// <summary>Reads the rows of a file, each with a value in every one of <paramref name="required"/>.</summary>
    /// <exception cref="DataSetException">The file does not exist, is damaged or not UTF-8, or lacks a column or a value.</exception>
    public static IReadOnlyList<CsvRow> Read(string file, params string[] required)
    {
        if (!File.Exists(file))
        {
            throw new DataSetException($"There is no file '{file}'.");
        }

        try
        {
            return ReadRows(file, required);
        }
        catch (InvalidDataException exception)
        {
            throw new DataSetException(exception.Message, exception);
        }
        catch (CsvFormatException exception)
        {
            throw new DataSetException($"'{file}' is not valid CSV: {exception.Message}", exception);
        }
    }

    private static List<CsvRow> ReadRows(string file, string[] required)
    {
        using var csv = CsvReader.FromText(Utf8File.ReadText(file), Options);
        string[] columns = [.. csv.Headers];
        if (columns.Length == 0)
        {
            throw new DataSetException($"'{file}' is empty.");
        }

        if (required.FirstOrDefault(column => !columns.Contains(column, StringComparer.Ordinal)) is { } missing)
        {
            throw new DataSetException($"'{file}' has no column '{missing}'; its columns are: {string.Join(", ", columns)}.");
        }

        var rows = new List<CsvRow>();
        while (csv.Read())
        {
            var row = new CsvRow(csv.LineNumber, columns, [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)]);
            if (required.FirstOrDefault(column => row.Optional(column) is null) is { } empty)
            {
                throw new DataSetException($"'{file}' line {row.Line} has no {empty}.");
            }

            rows.Add(row);
        }

        return rows;
    }
}

/// <summary>A row of a <c>.csv</c> file.</summary>
/// <param name="Line">The line in the file, counted from 1.</param>
/// <param name="Columns">The names of the columns.</param>
/// <param name="Values">The values; trailing ones may be missing.</param>
internal sealed record CsvRow(long Line, string[] Columns, string[] Values)
{
    /// <summary>The value of a required column.</summary>
    public string this[string column] => Optional(column)!;

    /// <summary>The value of a column; <see langword="null"/> if the column or the value is missing.</summary>
    public string? Optional(string column)
    {
        var at = Array.IndexOf(Columns, column);
        return at >= 0 && at < Values.Length && !string.IsNullOrWhiteSpace(Values[at]) ? Values[at].Trim() : null;
    }
}
