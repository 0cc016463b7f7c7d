using System.Net.Http.Json;
using System.Text.Json;

namespace MicroGenre.Web.Tests;

/// <summary>The library on the page.</summary>
[Collection(nameof(WebSystem))]
public class LibraryTests(LibrarySystem library) : IClassFixture<LibrarySystem>
{
    [Fact]
    public async Task The_library_counts_its_tracks()
    {
        var told = await library.Web.Client.GetFromJsonAsync<JsonElement>("api/library");

        Assert.Equal("10", told.GetProperty("tracks").GetString());
    }
}
