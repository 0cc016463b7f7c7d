using System.Text;

namespace Grpc.Net.Wire;

/// <summary>The text beside a status: UTF-8, with everything but printable ASCII as <c>%XX</c>.</summary>
internal static class StatusMessage
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            if (octet is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)octet);
            }
            else
            {
                encoded.Append('%').Append(octet.ToString("X2"));
            }
        }

        return encoded.ToString();
    }

    public static string Decode(string encoded) => Uri.UnescapeDataString(encoded);
}
