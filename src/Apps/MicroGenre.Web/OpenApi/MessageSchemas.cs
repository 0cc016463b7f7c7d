using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using MicroGenre.Web.Http;
using Microsoft.OpenApi;

namespace MicroGenre.Web.OpenApi;

/// <summary>
/// The schemas of the contracts' messages as JSON (protobuf's JSON mapping): members in lower camel case, 64-bit integers as strings, enums
/// by name, timestamps as RFC 3339.
/// </summary>
internal sealed class MessageSchemas(ContractComments comments)
{
    /// <summary>The schema of a message: a reference to a component of the document, which is added if it is missing.</summary>
    public IOpenApiSchema Of(MessageDescriptor message, OpenApiDocument document)
    {
        if (message.FullName == Timestamp.Descriptor.FullName)
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" };
        }

        var name = NameOf(message);
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            // Added before its fields, which may be messages of the same type.
            var properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            document.AddComponent<IOpenApiSchema>(name, new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = comments.Of(message),
                Properties = properties,
            });
            foreach (var field in message.Fields.InFieldNumberOrder())
            {
                properties.Add(field.JsonName, Of(field, document));
            }
        }

        return new OpenApiSchemaReference(name, document);
    }

    /// <summary>The parameters of a query string that hold a message's fields, as <see cref="ContractQuery"/> reads them.</summary>
    public IEnumerable<OpenApiParameter> ParametersOf(MessageDescriptor message) =>
        message.Fields.InFieldNumberOrder().Where(ContractQuery.Holds).Select(field => new OpenApiParameter
        {
            Name = field.Name,
            In = ParameterLocation.Query,
            Description = comments.Of(field),
            Schema = field.FieldType == FieldType.Enum ? OfNames(ContractQuery.NamesOf(field.EnumType)) : OfScalar(field),
        });

    private static string NameOf(MessageDescriptor message) => message.ClrType.Name;

    private static OpenApiSchema OfNames(IEnumerable<string> names) =>
        new() { Type = JsonSchemaType.String, Enum = [.. names.Select(name => JsonValue.Create(name))] };

    private IOpenApiSchema Of(FieldDescriptor field, OpenApiDocument document)
    {
        var value = field.IsMap ? new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            AdditionalProperties = OfValue(field.MessageType.FindFieldByName("value"), document),
        }
        : field.IsRepeated ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = OfValue(field, document) }
        : OfValue(field, document);
        if (value is OpenApiSchema own)
        {
            own.Description = comments.Of(field);

            // So that generated clients can tell "not set" from 0.
            own.Type = field.HasPresence ? own.Type | JsonSchemaType.Null : own.Type;
        }

        return value;
    }

    private IOpenApiSchema OfValue(FieldDescriptor field, OpenApiDocument document) => field.FieldType switch
    {
        FieldType.Message => Of(field.MessageType, document),
        FieldType.Enum => Of(field.EnumType, document),
        _ => OfScalar(field),
    };

    private OpenApiSchemaReference Of(EnumDescriptor type, OpenApiDocument document)
    {
        var name = type.ClrType.Name;
        if (document.Components?.Schemas?.ContainsKey(name) != true)
        {
            var schema = OfNames(type.Values.Select(value => value.Name));
            schema.Description = comments.Of(type);
            document.AddComponent<IOpenApiSchema>(name, schema);
        }

        return new OpenApiSchemaReference(name, document);
    }

    private static OpenApiSchema OfScalar(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => new() { Type = JsonSchemaType.Boolean },
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => new() { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldType.UInt32 or FieldType.Fixed32 => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => new() { Type = JsonSchemaType.String, Format = "int64" },
        FieldType.UInt64 or FieldType.Fixed64 => new() { Type = JsonSchemaType.String, Format = "uint64" },
        FieldType.Float => new() { Type = JsonSchemaType.Number, Format = "float" },
        FieldType.Double => new() { Type = JsonSchemaType.Number, Format = "double" },
        FieldType.Bytes => new() { Type = JsonSchemaType.String, Format = "byte" },
        _ => new() { Type = JsonSchemaType.String },
    };
}
