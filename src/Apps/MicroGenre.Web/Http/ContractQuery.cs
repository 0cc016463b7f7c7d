using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace MicroGenre.Web.Http;

/// <summary>Reads the contracts' messages from a query string: <c>?genre=jazz&amp;sort=tempo&amp;min_year=1990</c>.</summary>
internal static class ContractQuery
{
    /// <summary>Reads a message. Parameters are named as its fields; values of an enum need not repeat the enum's name.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="others">Names of parameters that do not belong to the message.</param>
    /// <exception cref="RpcException">A parameter is unknown, or its value is not of the field's type.</exception>
    public static TMessage Read<TMessage>(IQueryCollection query, IEnumerable<string?> others)
        where TMessage : IMessage, new()
    {
        var message = new TMessage();
        foreach (var (name, values) in query.Where(parameter => !others.Contains(parameter.Key, StringComparer.OrdinalIgnoreCase)))
        {
            var field = message.Descriptor.FindFieldByName(name);
            if (field is null || !Holds(field) || values is not [{ } value])
            {
                throw Refused($"{name}: there is no such parameter, or it is given more than once.");
            }

            field.Accessor.SetValue(message, Parse(field, value) ?? throw Refused($"{name}: '{value}' is not {Expected(field)}."));
        }

        return message;
    }

    /// <summary>Whether a parameter can hold a field: one value, and no message.</summary>
    public static bool Holds(FieldDescriptor field) => !field.IsRepeated && field.FieldType != FieldType.Message;

    /// <summary>The names of an enum's values as they stand in a query string: <c>tempo</c> for <c>TRACK_SORT_TEMPO</c>.</summary>
    public static IEnumerable<string> NamesOf(EnumDescriptor type) => type.Values.Select(value => NameOf(type, value));

    private static string NameOf(EnumDescriptor type, EnumValueDescriptor value)
    {
        var prefix = string.Concat(type.Name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")) + "_";
        return value.Name[(value.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? prefix.Length : 0)..].ToLowerInvariant();
    }

    private static object? Parse(FieldDescriptor field, string value) => field.FieldType switch
    {
        FieldType.String => value,
        FieldType.Bool => bool.TryParse(value, out var flag) ? flag : null,
        FieldType.Int32 => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        FieldType.Double => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null,
        FieldType.Enum => field.EnumType.Values.FirstOrDefault(
            one => string.Equals(NameOf(field.EnumType, one), value, StringComparison.OrdinalIgnoreCase))?.Number is { } number
                ? Enum.ToObject(field.EnumType.ClrType, number) : null,
        _ => throw new NotSupportedException($"A query has no {field.FieldType}."),
    };

    private static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Enum => "one of " + string.Join(", ", NamesOf(field.EnumType)),
        FieldType.Bool => "true or false",
        FieldType.Int32 => "a whole number",
        _ => "a number",
    };

    private static RpcException Refused(string message) => new(new Status(StatusCode.InvalidArgument, message));
}
