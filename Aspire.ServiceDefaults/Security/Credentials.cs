namespace Aspire.ServiceDefaults.Security;

/// <summary>Tells who a key or token belongs to.</summary>
internal sealed class Credentials(SecurityOptions options, TimeProvider clock) : IDisposable
{
    private readonly ApiKeys _keys = new(options.ApiKeys);
    private readonly JsonWebTokens? _tokens = options.Jwt is { } jwt ? new JsonWebTokens(jwt, clock) : null;

    /// <summary>Whose credential it is.</summary>
    /// <param name="credential">A key, or a token where tokens are accepted.</param>
    /// <param name="problem">What is wrong with it, where nobody's.</param>
    public Caller? Find(string credential, out string problem)
    {
        if (_keys.Find(credential) is { } caller)
        {
            problem = "";
            return caller;
        }

        if (_tokens is not null && JsonWebTokens.HasForm(credential))
        {
            caller = _tokens.Check(credential, out var wrong);
            problem = $"The token is refused: {wrong}.";
            return caller;
        }

        problem = "The key is not known here.";
        return null;
    }

    public void Dispose() => _tokens?.Dispose();
}
