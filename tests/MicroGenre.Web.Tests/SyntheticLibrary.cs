using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using MicroGenre.Collections.Analysis;
using MicroGenre.Collections.Catalog;
using MicroGenre.Collections.Store;
using Microsoft.EntityFrameworkCore;

namespace MicroGenre.Web.Tests;

/// <summary>
/// Fills a library with made-up tracks, as a scan would leave them: ten genres, each around a direction of its own in the model's space,
/// and tags of which every seventh contradicts the model. The same number of tracks is the same library.
/// </summary>
internal static class SyntheticLibrary
{
    private const int Dimensions = 9;
    private const double Spread = 0.22;
    private const int TracksPerAlbum = 12;
    private const int AlbumsPerArtist = 4;

    private static readonly string[] Genres =
        ["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock"];

    private static readonly string[] Keys = ["C:maj", "A:min", "F#:min", "Bb:maj", "E:min", "G:maj"];

    private static readonly string[] Firsts =
        ["Amber", "Velvet", "Paper", "Silver", "Hollow", "Northern", "Quiet", "Copper", "Distant", "Crimson", "Marble", "Lunar", "Wooden"];

    private static readonly string[] Seconds =
        ["Harbour", "Orchard", "Lantern", "Meadow", "Engine", "Cathedral", "Postcard", "Glacier", "Sparrow", "Balcony", "Compass"];

    /// <summary>The model that is said to have analysed them.</summary>
    public const string Model = "synthetic/1";

    /// <summary>Fills the library in a folder, which is made.</summary>
    /// <param name="folder">The folder of the database.</param>
    /// <param name="music">The folder that the tracks are said to be in.</param>
    /// <param name="count">How many tracks.</param>
    /// <returns>The paths of the files, which are not made.</returns>
    public static async Task<IReadOnlyList<string>> FillAsync(string folder, string music, int count)
    {
        var database = LibraryDatabase.InFolder(folder);
        await database.CreateAsync(default);
        await new LibraryCatalog(database).FollowAsync([music], default);
        await using var context = database.Connect();
        await context.Database.OpenConnectionAsync();
        var connection = context.Database.GetDbConnection();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var tracks = Insert(connection, transaction, "tracks",
            "Id", "Path", "Length", "Modified", "Sha256", "IsGone", "Model", "Features", "Analyzed", "Duration", "Level", "Tempo", "Key",
            "Verdict", "Reason", "Genre", "Probability", "Artist", "Album", "Title", "TagGenre", "Year");
        await using var sounds = Insert(connection, transaction, "sounds", "TrackId", "Genres", "OverTime", "Embedding");
        var random = new Random(1);
        float[][] centres = [.. Genres.Select(_ => Unit(random, new float[Dimensions], 1))];
        var paths = new List<string>(count);
        for (var i = 0; i < count; i++)
        {
            var album = i / TracksPerAlbum;
            var artist = album / AlbumsPerArtist;
            var (of, likely) = ((artist + (i % 5 == 0 ? 1 : 0)) % Genres.Length, 0.5 + (0.49 * random.NextDouble()));
            var isFamiliar = i % 23 != 0;
            var (artistName, title) = (Name(artist, "The "), Name(i * 7, ""));
            var file = string.Create(CultureInfo.InvariantCulture, $"{i:000000} {title}.wav");
            var path = Path.Combine(music, artistName, Name(album * 3, ""), file);
            paths.Add(path);
            Run(tracks,
                i + 1, path, 100_000, DateTime.UnixEpoch.Ticks, string.Create(CultureInfo.InvariantCulture, $"{i:x64}"), 0, Model,
                SoundAnalyzer.FeaturesVersion, DateTime.UnixEpoch.AddYears(50).Ticks, 3.0 + (i % 300), -12.5,
                Math.Round(60 + (120 * random.NextDouble()), 1), Keys[i % Keys.Length], isFamiliar ? "Ok" : "Unfamiliar",
                isFamiliar ? null : "It is unlike the tracks that the model has learnt from.", isFamiliar ? Genres[of] : null,
                isFamiliar ? likely : null, artistName, Name(album * 3, ""), title, Genres[(of + (i % 7 == 0 ? 3 : 0)) % Genres.Length],
                1960 + (album % 60));
            Run(sounds, i + 1, SharesOf(of, likely), "[]", MemoryMarshal.AsBytes(Unit(random, centres[of], Spread).AsSpan()).ToArray());
        }

        await transaction.CommitAsync();
        return paths;
    }

    private static DbCommand Insert(DbConnection connection, DbTransaction transaction, string table, params string[] columns)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        var (names, values) = (columns.Select(name => $"\"{name}\""), columns.Select(name => "$" + name));
        command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", names)}) VALUES ({string.Join(", ", values)})";
        foreach (var name in columns)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "$" + name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static void Run(DbCommand command, params object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    private static string SharesOf(int genre, double probability)
    {
        var rest = (1 - probability) / (Genres.Length - 1);
        return JsonSerializer.Serialize(
            Genres.Select((label, i) => new GenreShare(label, Math.Round(i == genre ? probability : rest, 4)))
                .OrderByDescending(share => share.Probability));
    }

    private static string Name(int number, string article) =>
        $"{article}{Firsts[number % Firsts.Length]} {Seconds[number / Firsts.Length % Seconds.Length]}";

    // A place near another, at length 1.
    private static float[] Unit(Random random, float[] around, double spread)
    {
        var place = Array.ConvertAll(around, value => value + (float)(spread * Normal(random)));
        var length = MathF.Sqrt(place.Sum(value => value * value));
        return Array.ConvertAll(place, value => value / length);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>A library of made-up tracks whose files can be played, but for the second one's, which is no audio.</summary>
public class MadeUpLibrary : LibrarySystem
{
    public const int Tracks = 240;

    // A track that plays is still playing when a test looks at it.
    private const int Seconds = 60;

    /// <inheritdoc/>
    protected override async Task FillAsync()
    {
        var sound = ServiceTesting.ToyGenres.Track("low", seconds: Seconds, sampleRate: 8000);
        foreach (var (i, path) in (await SyntheticLibrary.FillAsync(Database, Music, Tracks)).Index())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, i == 1 ? "this is no music"u8.ToArray() : sound);
        }
    }
}

/// <summary>A library to be seen in pictures.</summary>
public sealed class PictureLibrary : LibrarySystem
{
    /// <inheritdoc/>
    protected override Task FillAsync() => SyntheticLibrary.FillAsync(Database, "/srv/music", 6000);
}

/// <summary>A library of a hundred thousand made-up tracks without files.</summary>
public sealed class LargeLibrary : LibrarySystem
{
    public const int Tracks = 100_000;

    /// <inheritdoc/>
    protected override Task FillAsync() => SyntheticLibrary.FillAsync(Database, Music, Tracks);
}

/// <summary>A service without a library.</summary>
public sealed class NoLibrary : LibrarySystem
{
    /// <inheritdoc/>
    protected override Task FillAsync() => Task.CompletedTask;
}
