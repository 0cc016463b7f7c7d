using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MicroGenre.Collections.Store;

/// <summary>The tables in a PostgreSQL database.</summary>
public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : LibraryContext(options)
{
    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);

        // By bytes, as in SQLite: the order must not depend on the server's locale.
        configurationBuilder.Properties<string>().UseCollation("C");
    }

    /// <summary>Creates a context for <c>dotnet ef</c>.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<PostgresContext>
    {
        public PostgresContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql().Options);
    }
}
