using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Aspire.ServiceDefaults.Settings;

/// <summary>
/// Checks a configuration section against the type it is bound to. Errors name the setting, its value and what is allowed.
/// </summary>
internal static class SettingsCheck
{
    private static readonly Dictionary<Type, (string Allowed, Func<string, bool> Holds)> Values = new()
    {
        [typeof(string)] = ("a text", _ => true),
        [typeof(bool)] = ("true or false", text => bool.TryParse(text, out _)),
        // Numeric settings are limits and counts, for which 0 makes no sense.
        [typeof(int)] = ($"a whole number from 1 to {int.MaxValue}", text =>
            int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0),
        [typeof(long)] = ($"a whole number from 1 to {long.MaxValue}", text =>
            long.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0),
        [typeof(double)] = ("a number above 0", text =>
            double.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)),
        [typeof(TimeSpan)] = ("a time such as 00:01:30, and not below zero", text =>
            TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero),
    };

    /// <exception cref="StartRefusedException">A setting is unknown, or its value is not allowed.</exception>
    public static void Check(IConfigurationSection section, Type type)
    {
        if (Values.TryGetValue(Nullable.GetUnderlyingType(type) ?? type, out var value))
        {
            CheckValue(section, value.Allowed, value.Holds, mayBeEmpty: Nullable.GetUnderlyingType(type) is not null);
            return;
        }

        var element = type.IsGenericType ? type.GetGenericArguments()[0] : null;
        // The value is not repeated, because it may be a key in the wrong place.
        if (section.Value is { Length: > 0 })
        {
            throw new StartRefusedException(
                $"{section.Path} has a value but contains settings: "
                + $"{NamesOf(element ?? type, element is null ? section.Path : $"{section.Path}:0")}.");
        }

        foreach (var setting in section.GetChildren())
        {
            Check(setting, element ?? PropertyOf(type, setting));
        }
    }

    private static void CheckValue(IConfigurationSection setting, string allowed, Func<string, bool> holds, bool mayBeEmpty)
    {
        if (setting.GetChildren().FirstOrDefault() is { } inner)
        {
            throw new StartRefusedException($"{inner.Path} is not a setting: {setting.Path} is {allowed}.");
        }

        if (setting.Value is { } text && !holds(text) && !(mayBeEmpty && text.Length == 0))
        {
            throw new StartRefusedException($"{setting.Path} is '{text}', but must be {allowed}.");
        }
    }

    private static Type PropertyOf(Type type, IConfigurationSection setting) =>
        SettableOf(type).FirstOrDefault(property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase))?.PropertyType
        ?? throw new StartRefusedException(
            $"{setting.Path} is not a setting. Known settings: {NamesOf(type, ConfigurationPath.GetParentPath(setting.Path)!)}.");

    private static string NamesOf(Type type, string path) =>
        string.Join(", ", SettableOf(type).Select(property => $"{path}:{property.Name}"));

    private static IEnumerable<PropertyInfo> SettableOf(Type type) => type.GetProperties().Where(property => property.CanWrite);
}
