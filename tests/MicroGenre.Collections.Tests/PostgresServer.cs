using System.Diagnostics;
using System.Globalization;
using MicroGenre.Testing;
using Npgsql;

namespace MicroGenre.Collections.Tests;

/// <summary>A PostgreSQL of the tests' own, of the machine's packages: its data lie in a temporary folder, and end with it.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string User = "postgres";
    private readonly TemporaryFolder _folder = new();
    private readonly int _port = Ports.Free();
    private int _databases;

    public PostgresServer()
    {
        if (Binaries is null)
        {
            return;
        }

        // The server refuses to run as an administrator.
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", User, _folder.Path);
        }

        Run(Program("initdb", "-D", _folder["data"], "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"));
        Start();
    }

    /// <summary>Where the server's programs are; <see langword="null"/> where it is not installed, or cannot be run.</summary>
    public static string? Binaries { get; } = OperatingSystem.IsLinux() && Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    /// <summary>An empty database.</summary>
    public string NewDatabase()
    {
        var name = $"library{Interlocked.Increment(ref _databases)}";
        using var connection = new NpgsqlConnection(Connection(User));
        connection.Open();
        using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        command.ExecuteNonQuery();
        return Connection(name);
    }

    /// <summary>Starts the server.</summary>
    public void Start() => Run(Program("pg_ctl", "-D", _folder["data"], "-l", _folder["log"], "-w", "-o",
        $"-p {_port.ToString(CultureInfo.InvariantCulture)} -k {_folder.Path} -c listen_addresses=127.0.0.1 -c fsync=off", "start"));

    /// <summary>Ends the server at once, as a crash does.</summary>
    public void Stop() => Run(Program("pg_ctl", "-D", _folder["data"], "-m", "immediate", "-w", "stop"));

    public void Dispose()
    {
        if (Binaries is not null)
        {
            NpgsqlConnection.ClearAllPools();
            Stop();
        }

        _folder.Dispose();
    }

    private string Connection(string database) => $"Host=127.0.0.1;Port={_port};Username={User};Database={database}";

    private static string[] Program(string name, params string[] arguments)
    {
        string[] command = [Path.Combine(Binaries!, name), .. arguments];
        return Environment.IsPrivilegedProcess ? ["runuser", "-u", User, "--", .. command] : command;
    }

    private static void Run(params string[] command)
    {
        // Not to a pipe: the server would keep it open.
        using var process =
            Process.Start(new ProcessStartInfo("sh", ["-c", "\"$@\" >/dev/null 2>&1", "sh", .. command]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {string.Join(' ', command)}");
    }
}

/// <summary>Says, where there is no PostgreSQL, that its half of the tests did not run.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Binaries is null ? "needs PostgreSQL (Debian's package postgresql)" : null;
}
