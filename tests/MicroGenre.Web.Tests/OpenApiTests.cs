using System.Text.Json;
using MicroGenre.Testing;
using Microsoft.OpenApi;

namespace MicroGenre.Web.Tests;

/// <summary>The OpenAPI document of the API.</summary>
[Collection(nameof(WebSystem))]
public class OpenApiTests(WebSystem system)
{
    /// <summary>Where the document is.</summary>
    public const string Document = "/openapi/v1.json";

    // Names the copy's place, to write it anew.
    private const string Setting = "MICROGENRE_OPENAPI";

    [Fact]
    public async Task The_document_is_valid()
    {
        var read = OpenApiDocument.Parse(await system.Web.Client.GetStringAsync(Document), "json");

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.Equal(OpenApiSpecVersion.OpenApi3_0, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public async Task Every_operation_has_an_id_a_tag_a_summary_and_a_problem()
    {
        var operations = (await ReadAsync()).Paths.SelectMany(path => path.Value.Operations!.Values).ToList();

        Assert.True(operations.Count > 30, $"There are only {operations.Count}.");
        Assert.Equal(operations.Count, operations.Select(one => one.OperationId).Distinct(StringComparer.Ordinal).Count());
        Assert.All(operations, one =>
        {
            Assert.Single(one.Tags!);
            Assert.EndsWith(".", one.Summary, StringComparison.Ordinal);
            Assert.Contains("application/problem+json", one.Responses!["default"].Content!.Keys);
        });
    }

    [Fact]
    public async Task Messages_are_described_as_protobufs_json()
    {
        var schemas = (await ReadAsync()).Components!.Schemas!;

        var track = schemas["Track"].Properties!;
        Assert.Equal((JsonSchemaType.String, "int64"), (track["id"].Type, track["id"].Format));
        Assert.Equal((JsonSchemaType.String | JsonSchemaType.Null, "date-time"), (track["analyzed"].Type, track["analyzed"].Format));
        Assert.Equal(JsonSchemaType.Number | JsonSchemaType.Null, track["tempo"].Type);
        Assert.Equal((JsonSchemaType.Number, "double"), (track["durationSeconds"].Type, track["durationSeconds"].Format));
        Assert.Equal(JsonSchemaType.Array, track["overTime"].Type);
        Assert.Equal("GenreSpan", ((OpenApiSchemaReference)track["overTime"].Items!).Reference.Id);
        Assert.Equal(
            ["VERDICT_UNSPECIFIED", "VERDICT_OK", "VERDICT_NO_MUSIC", "VERDICT_UNFAMILIAR"],
            schemas["Verdict"].Enum!.Select(name => name.GetValue<string>()));
        Assert.Equal("SHA-256 of the file's bytes, in hexadecimal.", track["sha256"].Description);
        Assert.Contains("MapPart", schemas.Keys);
    }

    [Fact]
    public async Task Parameters_are_the_fields_of_the_message_as_a_query_has_them()
    {
        var parameters = OperationOf(await ReadAsync(), "/api/library/tracks", HttpMethod.Get).Parameters!
            .ToDictionary(one => one.Name!, StringComparer.Ordinal);

        Assert.Equal(JsonSchemaType.Integer, parameters["min_year"].Schema!.Type);
        Assert.Contains("tempo", parameters["sort"].Schema!.Enum!.Select(name => name.GetValue<string>()));
        Assert.Equal("Only tracks by this artist.", parameters["artist"].Description);
    }

    [Fact]
    public async Task Operations_that_control_say_so()
    {
        var document = await ReadAsync();

        const string Control = "it needs the right to control.";
        Assert.EndsWith(Control, OperationOf(document, "/api/jobs", HttpMethod.Post).Description, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Control, OperationOf(document, "/api/classify", HttpMethod.Post).Description, StringComparison.Ordinal);
        Assert.Equal("bearer", document.Components!.SecuritySchemes!["bearer"].Scheme);
    }

    /// <summary>
    /// The copy in the documentation is for those who generate a client without a server. To write it anew:
    /// <c>MICROGENRE_OPENAPI=$PWD/docs/reference/openapi.json dotnet test tests/MicroGenre.Web.Tests -c Release --filter OpenApiTests</c>.
    /// </summary>
    [Fact]
    public async Task The_copy_in_the_documentation_is_the_document()
    {
        var served = await system.Web.Client.GetStringAsync(Document);
        if (Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } copy)
        {
            await File.WriteAllTextAsync(copy, served);
        }

        Assert.True(
            JsonElement.DeepEquals(
                JsonDocument.Parse(served).RootElement,
                JsonDocument.Parse(await File.ReadAllTextAsync(Repository.PathOf("docs", "reference", "openapi.json"))).RootElement),
            $"docs/reference/openapi.json is not what the server serves: write it anew with {Setting}.");
    }

    private static OpenApiOperation OperationOf(OpenApiDocument document, string path, HttpMethod method) =>
        document.Paths[path].Operations![method];

    private async Task<OpenApiDocument> ReadAsync() =>
        OpenApiDocument.Parse(await system.Web.Client.GetStringAsync(Document), "json").Document!;
}
