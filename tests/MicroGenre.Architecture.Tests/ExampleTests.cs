using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MicroGenre.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MicroGenre.Architecture.Tests;

/// <summary>Examples in the documentation of libraries compile, and lead to everything that is public.</summary>
public partial class ExampleTests
{
    // In milliseconds.
    private const int Limit = 10_000;

    private static readonly string[] Usings =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly IReadOnlyList<Assembly> Assemblies =
        [.. ProjectFile.Below("Libraries").Select(library => Assembly.Load(new AssemblyName(library.Name)))];

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly IReadOnlyList<Example> Examples = [.. Assemblies.SelectMany(ExamplesOf)];

    [Fact]
    public void Every_example_compiles()
    {
        Assert.NotEmpty(Examples);

        Assert.Empty(Examples.SelectMany(ErrorsOf));
    }

    [Fact]
    public void Every_example_of_the_docs_compiles()
    {
        var examples = MarkdownPage.All().SelectMany(page => page.Blocks.Where(block => block.Language == "csharp")
            .Select(block => new Example(page.Path, string.Join('\n', block.Lines)))).ToList();
        Assert.NotEmpty(examples);

        Assert.Empty(examples.SelectMany(ErrorsOf));
    }

    [Fact]
    public void Every_public_type_of_a_library_has_an_example_or_is_reached_from_one_that_has()
    {
        var types = Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).ToHashSet();
        var byName = types.ToLookup(type => Plain(type.Name), StringComparer.Ordinal);
        var reached = new HashSet<Type>();
        var left = new Stack<Type>(Examples.SelectMany(example => Words().Matches($"{example.Type} {example.Code}")
            .SelectMany(word => byName[word.Value])));
        while (left.TryPop(out var type))
        {
            if (reached.Add(type))
            {
                var derived = types.Where(other => other.BaseType == type || other.GetInterfaces().Contains(type));
                foreach (var next in NeighboursOf(type).Concat(derived))
                {
                    left.Push(next);
                }
            }
        }

        // Who catches an exception finds it where the member that throws it is documented.
        var unreached = types.Where(type => !reached.Contains(type) && !type.IsAssignableTo(typeof(Exception)) && !type.IsNested);

        Assert.Empty(unreached.Select(type => type.FullName).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<Example> ExamplesOf(Assembly assembly)
    {
        var members = XElement.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member");
        return
            from member in members
            from code in member.Elements("example").Elements("code")
            select new Example((string)member.Attribute("name")!, code.Value);
    }

    private static IEnumerable<string> ErrorsOf(Example example)
    {
        var namespaces = Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Namespace!).Distinct();
        var text = string.Concat(Usings.Concat(namespaces).Select(name => $"using {name};\n")) + example.Code;
        var compilation = CSharpCompilation.Create(
            "Example",
            [CSharpSyntaxTree.ParseText(text)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        return compilation.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{example.Member}: {diagnostic.GetMessage()}");
    }

    private static IEnumerable<Type> NeighboursOf(Type type)
    {
        const BindingFlags ours = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var named = type.GetMembers(ours).SelectMany(member => member switch
        {
            PropertyInfo property => [property.PropertyType],
            FieldInfo field => [field.FieldType],
            MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
            ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
            Type nested => [nested],
            _ => Enumerable.Empty<Type>(),
        });
        return named.Concat(type.GetInterfaces()).Append(type.BaseType).OfType<Type>().SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsConstructedGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        _ => [type],
    };

    private static string Plain(string name) => name.Split('`')[0];

    [GeneratedRegex(@"\w+", RegexOptions.None, Limit)]
    private static partial Regex Words();

    /// <summary>An example of a type or of one of its members.</summary>
    /// <param name="Member">Whose it is, as documentation names it: <c>T:MicroGenre.Signal.Feature</c>; of the docs, the page.</param>
    /// <param name="Code">What it says.</param>
    private sealed record Example(string Member, string Code)
    {
        /// <summary>The names in the member's own.</summary>
        public string Type => Member[2..].Split('(')[0].Replace('.', ' ');
    }
}
