using System.Text.Json;
using MicroGenre.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MicroGenre.Collections.Store;

/// <summary>The tables of a library. Each kind of database has its own class, because each has its own migrations.</summary>
public abstract class LibraryContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>The folders of the library.</summary>
    public DbSet<LibraryFolder> Folders => Set<LibraryFolder>();

    /// <summary>The files.</summary>
    public DbSet<LibraryTrack> Tracks => Set<LibraryTrack>();

    /// <summary>Data of tracks that is too large for lists.</summary>
    public DbSet<TrackSound> Sounds => Set<TrackSound>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<TicksConverter>();
        configurationBuilder.Properties<Verdict>().HaveConversion<string>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<LibraryFolder>(folder =>
        {
            folder.ToTable("folders");
            folder.Property(row => row.Path).HasConversion(path => StoredPath.Encode(path), stored => StoredPath.Decode(stored));
            folder.HasIndex(row => row.Path).IsUnique();
        });
        modelBuilder.Entity<LibraryTrack>(track =>
        {
            track.ToTable("tracks");
            track.Property(row => row.Path).HasConversion(path => StoredPath.Encode(path), stored => StoredPath.Decode(stored));
            track.HasIndex(row => row.Path).IsUnique();
            track.HasIndex(row => row.Sha256);
            track.HasIndex(row => row.Artist);
            track.HasIndex(row => row.Analyzed);
            track.HasIndex(row => row.Label).HasFilter("\"Label\" IS NOT NULL");

            // The indexes for lists contain expressions, so a migration creates them: see ListIndexes.
            track.HasOne(row => row.Sound).WithOne().HasForeignKey<TrackSound>(sound => sound.TrackId).OnDelete(DeleteBehavior.Cascade);
        });
        modelBuilder.Entity<TrackSound>(sound =>
        {
            sound.ToTable("sounds");
            sound.HasKey(row => row.TrackId);
            sound.Property(row => row.TrackId).ValueGeneratedNever();
            sound.Property(row => row.Genres).HasConversion(new JsonConverter<GenreShare>(), ListComparer<GenreShare>());
            sound.Property(row => row.OverTime).HasConversion(new JsonConverter<GenreStretch>(), ListComparer<GenreStretch>());
            sound.Property(row => row.Embedding).HasConversion(
                vector => StoredVector.ToSingles(vector), bytes => StoredVector.OfSingles(bytes),
                new ValueComparer<float[]>((a, b) => StoredVector.AreEqual(a, b), vector => vector.Length, vector => vector));

            // In the precision that places have.
            sound.Property(row => row.Place).HasConversion(
                place => StoredVector.ToHalves(place), bytes => StoredVector.OfHalves(bytes),
                new ValueComparer<float[]?>(
                    (a, b) => StoredVector.AreEqual(a, b), place => place == null ? 0 : place.Length, place => place));
        });
    }

    private static ValueComparer<IReadOnlyList<T>> ListComparer<T>() => new(
        (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)), list => list.Count, list => list);

    private sealed class JsonConverter<T>() : ValueConverter<IReadOnlyList<T>, string>(
        list => JsonText.Of(list), text => JsonSerializer.Deserialize<List<T>>(text, JsonText.Options)!);
}
