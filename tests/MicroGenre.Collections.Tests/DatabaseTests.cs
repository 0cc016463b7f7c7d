using MicroGenre.Collections.Search;
using MicroGenre.Collections.Store;
using MicroGenre.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MicroGenre.Collections.Tests;

/// <summary>Databases that are not there, damaged, or someone else's.</summary>
public sealed class DatabaseTests(LibraryFixture shared) : IClassFixture<LibraryFixture>
{
    [Fact]
    public async Task A_folder_without_a_library_says_how_to_make_one()
    {
        using var folder = new TemporaryFolder();

        var refusal = await Assert.ThrowsAsync<NoLibraryException>(() => LibraryDatabase.InFolder(folder.Path).OpenAsync(default));

        Assert.Contains("microgenre library add", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no database, and far from one")]
    public async Task A_file_that_is_no_database_is_named_and_left_as_it_is(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["library.db"], content);
        var database = LibraryDatabase.InFolder(folder.Path);

        foreach (var open in new Func<Task>[] { () => database.OpenAsync(default), () => database.CreateAsync(default) })
        {
            Assert.Contains(database.Name, (await Assert.ThrowsAsync<LibraryException>(open)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(content, File.ReadAllText(folder["library.db"]));
    }

    [Fact]
    public async Task The_database_of_another_program_is_refused()
    {
        using var folder = new TemporaryFolder();
        using (var other = new SqliteConnection($"Data Source={folder["library.db"]};Pooling=false"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE notes (text TEXT)";
            command.ExecuteNonQuery();
        }

        var refusal = await Assert.ThrowsAsync<LibraryException>(() => LibraryDatabase.InFolder(folder.Path).CreateAsync(default));

        Assert.Contains("another program's", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_with_damaged_pages_is_found_out_before_a_scan_changes_it()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        for (var i = 0; i < 20; i++)
        {
            WavFile.WriteTone(home[$"{i}.wav"], seconds: 1, frequency: 200 + i);
        }

        await home.ScanAsync();
        using (var file = new FileStream(home.Database.Name, FileMode.Open))
        {
            // All but the first page, which says what the file is.
            file.Position = 4096;
            file.Write(new byte[(int)(file.Length - 4096)]);
        }

        var damage = await Assert.ThrowsAsync<LibraryException>(home.ScanAsync);

        Assert.Contains("is damaged", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_vanishes_is_missed_and_not_made_anew()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        File.Delete(home.Database.Name);

        await Assert.ThrowsAsync<LibraryException>(home.ScanAsync);

        Assert.False(File.Exists(home.Database.Name));
    }

    [Fact]
    public async Task A_backup_holds_what_the_library_holds()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        WavFile.WriteTone(home["a.wav"]);
        await home.ScanAsync();
        Directory.CreateDirectory(home.Beside("backup"));

        await home.Database.BackupAsync(home.Beside("backup/library.db"), default);

        var backup = LibraryDatabase.InFolder(home.Beside("backup"));
        await backup.OpenAsync(default);
        await using var context = backup.Connect();
        Assert.Equal(home["a.wav"], Assert.Single(context.Tracks).Path);
        await Assert.ThrowsAsync<LibraryException>(() => home.Database.BackupAsync(home.Beside("backup/library.db"), default));
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told()
    {
        var database = LibraryDatabase.OnServer($"Host=127.0.0.1;Port={Ports.Free()};Database=music;Username=nobody");

        var refusal = await Assert.ThrowsAsync<LibraryException>(() => database.OpenAsync(default));

        Assert.Contains("cannot be reached", refusal.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task An_empty_database_on_a_server_says_how_to_make_a_library_in_it()
    {
        var refusal =
            await Assert.ThrowsAsync<NoLibraryException>(() => LibraryDatabase.OnServer(shared.Server.NewDatabase()).OpenAsync(default));

        Assert.Contains("microgenre library add", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_list_is_read_in_its_order_and_not_sorted()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        foreach (var order in Enum.GetValues<TrackOrder>())
        {
            foreach (var query in new[] { new TrackQuery(), new TrackQuery { IsDescending = true }, new TrackQuery { Genre = "jazz" } })
            {
                var plan = await PlanAsync(home.Database, query with { Order = order, Skip = 50, Take = 50 });

                Assert.Contains("USING INDEX IX_list_", plan, StringComparison.Ordinal);
                Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_library_of_an_earlier_version_is_brought_up_to_date_with_what_it_holds()
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        WavFile.WriteTone(home["a.wav"]);
        await home.ScanAsync();
        await using (var context = home.Database.Connect())
        {
            await context.GetService<IMigrator>().MigrateAsync(context.Database.GetMigrations().First());
        }

        await home.Database.OpenAsync(default);

        Assert.Equal(home["a.wav"], Assert.Single(await home.RowsAsync()).Path);
        Assert.Contains("IX_list_Path", await PlanAsync(home.Database, new TrackQuery()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_library_opens_although_a_process_was_killed_while_it_opened_it(bool isOfAnEarlierVersion)
    {
        using var home = await new LibraryHome(shared, "sqlite").CreateAsync();
        await using (var context = home.Database.Connect())
        {
            if (isOfAnEarlierVersion)
            {
                await context.GetService<IMigrator>().MigrateAsync(context.Database.GetMigrations().First());
            }

            await context.Database.ExecuteSqlRawAsync(
                """INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-11-30 01:16:49.5986576+00:00')""");
        }

        await home.Database.OpenAsync(default).WaitAsync(TimeSpan.FromMinutes(2));

        await using var opened = home.Database.Connect();
        Assert.Empty(await opened.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public void Paths_that_are_not_utf8_are_stored_and_come_back()
    {
        foreach (var path in new[] { "/music/a.mp3", "/music/caf\uDCE9.mp3", "/😀/\uDC80\uDCFF", "/\u001A/x", "\uDC80😀\u001A" })
        {
            var stored = StoredPath.Encode(path);

            Assert.Equal(path, StoredPath.Decode(stored));
            Assert.DoesNotContain(stored.EnumerateRunes(), rune => rune.Value == 0xFFFD);
        }
    }

    private static async Task<string> PlanAsync(LibraryDatabase database, TrackQuery query)
    {
        await using var context = database.Connect();
        await context.Database.OpenConnectionAsync();
        await using var command = query.Of(context.Tracks.AsNoTracking()).CreateDbCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        return string.Join('\n', plan);
    }
}
