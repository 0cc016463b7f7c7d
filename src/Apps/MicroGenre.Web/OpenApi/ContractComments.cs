using System.Text.RegularExpressions;
using System.Xml.Linq;
using Google.Protobuf.Reflection;
using MicroGenre.Contracts;

namespace MicroGenre.Web.OpenApi;

/// <summary>The comments of the contracts, from the XML documentation beside their assembly; none if it is not there.</summary>
internal sealed partial class ContractComments
{
    private readonly Dictionary<string, string> _summaries = Read();

    /// <summary>What a message is.</summary>
    public string? Of(MessageDescriptor message) => Find($"T:{message.ClrType.FullName}");

    /// <summary>What an enum is.</summary>
    public string? Of(EnumDescriptor type) => Find($"T:{type.ClrType.FullName}");

    /// <summary>What a field means.</summary>
    public string? Of(FieldDescriptor field) => Find($"P:{field.ContainingType.ClrType.FullName}.{field.PropertyName}");

    /// <summary>What a call does.</summary>
    public string? Of(MethodDescriptor method)
    {
        var (type, service) = (method.InputType.ClrType, method.Service.Name);
        return Find($"M:{type.Namespace}.{service}.{service}Base.{method.Name}");
    }

    private static Dictionary<string, string> Read()
    {
        var file = Path.ChangeExtension(typeof(Classifier).Assembly.Location, ".xml");
        return !File.Exists(file) ? []
            : XDocument.Load(file).Descendants("member")
                .Select(member => (Name: member.Attribute("name")!.Value.Split('(')[0], Summary: member.Element("summary")?.Value))
                .Where(member => !string.IsNullOrWhiteSpace(member.Summary))
                .DistinctBy(member => member.Name)
                .ToDictionary(member => member.Name, member => Spaces().Replace(member.Summary!, " ").Trim(), StringComparer.Ordinal);
    }

    private string? Find(string member) => _summaries.GetValueOrDefault(member.Replace('+', '.'));

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
