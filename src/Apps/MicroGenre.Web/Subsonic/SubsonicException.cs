namespace MicroGenre.Web.Subsonic;

/// <summary>An error of the Subsonic API.</summary>
/// <param name="code">The API's code.</param>
/// <param name="message">What is wrong, in one line.</param>
internal sealed class SubsonicException(int code, string message) : Exception(message)
{
    /// <summary>Anything that has no code of its own.</summary>
    public const int Generic = 0;

    private const int ParameterMissing = 10;
    private const int WrongUser = 40;
    private const int MechanismNotSupported = 42;
    private const int ConflictingMechanisms = 43;
    private const int InvalidKey = 44;
    private const int DataNotFound = 70;

    /// <summary>The API's code.</summary>
    public int Code => code;

    /// <summary>A parameter is missing.</summary>
    public static SubsonicException Missing(string parameter) => new(ParameterMissing, $"The parameter '{parameter}' is missing.");

    /// <summary>What was asked for does not exist.</summary>
    public static SubsonicException NotFound(string message) => new(DataNotFound, message);

    /// <summary>The caller does not show a key that the server knows.</summary>
    public static SubsonicException Unknown(SubsonicRequest request) =>
        request.Of("apiKey") is not null && request.Of("u") is not null
            ? new(ConflictingMechanisms, "Give either apiKey or a user, not both.")
        : request.Of("apiKey") is not null ? new(InvalidKey, "The API key is not known.")
        : request.Of("t") is not null
            ? new(MechanismNotSupported, "The server keeps no passwords: give an API key as apiKey, or as the password p.")
        : request.Of("p") is not null ? new(WrongUser, "The password is not a known API key.")
        : Missing("apiKey");
}
