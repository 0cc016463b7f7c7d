using System.Security.Cryptography;
using System.Text;
using Aspire.ServiceDefaults.Settings;

namespace Aspire.ServiceDefaults.Security;

/// <summary>The known API keys, by their hashes.</summary>
internal sealed class ApiKeys
{
    private readonly IReadOnlyList<(byte[] Hash, Caller Caller)> _keys;

    /// <exception cref="StartRefusedException">A key has no name, a duplicate name, or no hash.</exception>
    public ApiKeys(IReadOnlyList<ApiKeyOptions> keys)
    {
        if (keys.GroupBy(key => key.Name, StringComparer.Ordinal)
            .FirstOrDefault(names => names.Count() > 1 || names.Key.Length == 0) is { } wrong)
        {
            throw new StartRefusedException(
                $"{SecurityOptions.Section}:ApiKeys: "
                + $"{(wrong.Key.Length == 0 ? "a key has no Name" : $"two keys have the name '{wrong.Key}'")}.");
        }

        _keys = [.. keys.Select(key => (HashOf(key), new Caller(key.Name, "key", key.Control, key.Limits)))];
    }

    /// <summary>Finds the owner of a key, in constant time.</summary>
    public Caller? Find(string key)
    {
        Span<byte> shown = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), shown);
        Caller? found = null;
        foreach (var (hash, caller) in _keys)
        {
            found = CryptographicOperations.FixedTimeEquals(hash, shown) ? caller : found;
        }

        return found;
    }

    private static byte[] HashOf(ApiKeyOptions key)
    {
        try
        {
            return Convert.FromHexString(key.Sha256) is { Length: SHA256.HashSizeInBytes } hash ? hash
                : throw new FormatException("It has the wrong length.");
        }
        catch (FormatException wrong)
        {
            throw new StartRefusedException(
                $"{SecurityOptions.Section}:ApiKeys: Sha256 of '{key.Name}' must be {2 * SHA256.HashSizeInBytes} hexadecimal digits.",
                    wrong);
        }
    }
}
