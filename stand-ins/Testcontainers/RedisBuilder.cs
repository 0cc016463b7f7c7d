namespace Testcontainers.Redis;

/// <summary>Describes a Redis server to start. The image stands for whatever version is installed.</summary>
/// <param name="image">The image that the real package would run.</param>
public sealed class RedisBuilder(string image)
{
    public const ushort RedisPort = 6379;

    private int? hostPort;

    /// <summary>Binds Redis's port to a given port of this machine.</summary>
    public RedisBuilder WithPortBinding(int hostPort, int containerPort) =>
        containerPort == RedisPort
            ? new RedisBuilder(image) { hostPort = hostPort }
            : throw new ArgumentException($"Redis listens on {RedisPort}", nameof(containerPort));

    public RedisContainer Build() => new(hostPort);
}
