using FsCheck;
using FsCheck.Fluent;
using MicroGenre.Tagging.Deltas;

namespace MicroGenre.Tagging.Tests;

public class DeltaTests
{
    [Fact]
    public void A_file_is_made_from_any_other() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var old = Bytes(random, random.Next(6000));
            var changed = old.ToList();
            for (var edits = random.Next(5); edits > 0; edits--)
            {
                var at = random.Next(changed.Count + 1);
                changed.RemoveRange(at, random.Next(2) == 0 ? 0 : random.Next(changed.Count - at + 1));
                changed.InsertRange(at, Bytes(random, random.Next(300)));
            }

            Assert.Equal(old, Remade([.. changed], old, out _));
            Assert.Equal(old, Remade(Bytes(random, random.Next(3000)), old, out _));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_two_files_share_is_not_stored_wherever_it_lies()
    {
        var random = new Random(1);
        var audio = Bytes(random, 3_000_000);
        byte[] tags = Bytes(random, 4000);
        byte[] old = [.. tags, .. audio, .. Bytes(random, 128)];

        Remade([.. Bytes(random, 7001), .. audio, .. Bytes(random, 64)], old, out var stored);

        Assert.InRange(stored, 4128, 4228);
    }

    [Fact]
    public void A_file_whose_pages_all_have_other_headers_is_stored_in_a_hundredth_of_its_length()
    {
        var random = new Random(2);
        var old = Bytes(random, 1_000_000);
        var changed = old.ToArray();
        for (var page = 0; page < changed.Length; page += 4000)
        {
            random.NextBytes(changed.AsSpan(page + 18, 8));
        }

        Remade([.. Bytes(random, 255), .. changed], old, out var stored);

        Assert.InRange(stored, 1, 10_000);
    }

    private static byte[] Remade(byte[] source, byte[] wanted, out long stored)
    {
        var parts = FileDelta.Between(new MemoryStream(source), new MemoryStream(wanted));
        using var target = new MemoryStream();
        FileDelta.Apply(parts, new MemoryStream(source), target);
        stored = parts.Sum(part => part.Bytes?.Length ?? 0);
        return target.ToArray();
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
