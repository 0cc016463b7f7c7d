using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MicroGenre.Collections.Store;

/// <summary>Stores times as ticks, which all databases keep in full.</summary>
internal sealed class TicksConverter() : ValueConverter<DateTime, long>(time => time.Ticks, ticks => new DateTime(ticks, DateTimeKind.Utc));
