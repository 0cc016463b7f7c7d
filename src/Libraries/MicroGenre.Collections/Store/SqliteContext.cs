using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MicroGenre.Collections.Store;

/// <summary>The tables in an SQLite file.</summary>
public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : LibraryContext(options)
{
    /// <summary>Creates a context for <c>dotnet ef</c>.</summary>
    internal sealed class Factory : IDesignTimeDbContextFactory<SqliteContext>
    {
        public SqliteContext CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite().Options);
    }
}
