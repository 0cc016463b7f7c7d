using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MicroGenre.Learning;

/// <summary>
/// Formats JSON for other programs: camel case, compact, without <see langword="null"/> values, in UTF-8 with only the required escapes.
/// </summary>
/// <example><code>
/// Console.WriteLine(JsonText.Of(new { file = "song.mp3", genre = "jazz" }));
/// </code></example>
public static class JsonText
{
    /// <summary>The options for all JSON that the command line prints.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = new MinimalEncoder(),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<Verdict>(JsonNamingPolicy.SnakeCaseLower),
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Serializes a value on one line.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Escapes only quotation marks, backslashes and control characters. The runtime's encoders also escape emoji.</summary>
    private sealed class MinimalEncoder : JavaScriptEncoder
    {
        private const int FirstPrintable = 0x20;

        public override int MaxOutputCharactersPerInputCharacter => 6;

        public override bool WillEncode(int unicodeScalar) => unicodeScalar is < FirstPrintable or '"' or '\\';

        public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
        {
            var letters = new ReadOnlySpan<char>(text, textLength);
            for (var i = 0; i < letters.Length; i++)
            {
                if (char.IsSurrogate(letters[i]))
                {
                    if (Rune.DecodeFromUtf16(letters[i..], out _, out var length) != System.Buffers.OperationStatus.Done)
                    {
                        return i;
                    }

                    i += length - 1;
                }
                else if (WillEncode(letters[i]))
                {
                    return i;
                }
            }

            return -1;
        }

        public override unsafe bool TryEncodeUnicodeScalar(
            int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
        {
            var target = new Span<char>(buffer, bufferLength);
            var escaped = unicodeScalar switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < FirstPrintable => $"\\u{unicodeScalar:x4}",
                _ => new Rune(unicodeScalar).ToString(),
            };
            numberOfCharactersWritten = escaped.TryCopyTo(target) ? escaped.Length : 0;
            return numberOfCharactersWritten > 0;
        }
    }
}
