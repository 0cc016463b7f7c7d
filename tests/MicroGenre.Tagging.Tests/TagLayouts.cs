using System.Buffers.Binary;
using System.Text;

namespace MicroGenre.Tagging.Tests;

/// <summary>
/// Files of real audio with the tags that programs leave in them: made at random, the same for the same seed. None, one or two tags of each
/// kind that the container may have, in any combination, with texts of several scripts, pictures and private data.
/// </summary>
internal static class TagLayouts
{
    private static readonly string[] Texts = ["A title", "Ünd more", "演歌の花道", "Two; of them", "x", "  spaced ", new('l', 300)];
    private static readonly string[] Genres = ["Rock", "Trip-Hop", "Neo-Kyma", "演歌"];

    /// <summary>The containers.</summary>
    public static IReadOnlyList<string> Containers { get; } = ["mp3", "wav", "aiff", "flac", "ogg", "opus", "m4a"];

    /// <summary>Makes a file.</summary>
    /// <param name="container">One of <see cref="Containers"/>.</param>
    /// <param name="random">Decides on its tags.</param>
    /// <param name="withGenre">Whether some of them name a genre.</param>
    public static byte[] Create(string container, Random random, bool withGenre)
    {
        var texts = new Texter(random, withGenre);
        return container switch
        {
            "mp3" => Mp3(texts),
            "wav" => Wav(texts),
            "aiff" => Aiff(texts),
            "flac" => Flac(texts),
            "m4a" => M4a(texts),
            _ => Ogg(texts, container),
        };
    }

    /// <summary>The file of pure audio.</summary>
    public static byte[] Tone(string container)
    {
        using var stream = typeof(TagLayouts).Assembly.GetManifestResourceStream($"tone.{container}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>An ID3v1 tag.</summary>
    public static byte[] Id3v1(string title, byte genre) =>
    [
        .. "TAG"u8, .. Field(title, 30), .. Field("Old artist", 30), .. Field("Old album", 30),
        .. "1987"u8, .. Field("A remark", 28), 0, 7, genre,
    ];

    /// <summary>An APE tag with header and footer.</summary>
    public static byte[] Ape(params (string Key, string Value)[] items)
    {
        byte[] body = [.. items.SelectMany(item => Item(item.Key, Encoding.UTF8.GetBytes(item.Value)))];
        return [.. Mark(0xA0000000), .. body, .. Mark(0x80000000)];

        byte[] Item(string key, byte[] value) =>
            [.. Minimal.Little(value.Length), .. Minimal.Little(0), .. Encoding.ASCII.GetBytes(key), 0, .. value];

        byte[] Mark(uint flags) =>
        [
            .. "APETAGEX"u8, .. Minimal.Little(2000), .. Minimal.Little(body.Length + 32), .. Minimal.Little(items.Length),
            .. Minimal.Little(flags), .. new byte[8],
        ];
    }

    /// <summary>A RIFF chunk.</summary>
    public static byte[] Chunk(string id, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(id), .. Minimal.Little(content.Length), .. content, .. new byte[content.Length & 1]];

    /// <summary>A list of texts as a WAV file holds it.</summary>
    public static byte[] Info(params (string Id, string Text)[] texts) =>
        Chunk("LIST", [.. "INFO"u8, .. texts.SelectMany(text => Chunk(text.Id, [.. Encoding.UTF8.GetBytes(text.Text), 0]))]);

    /// <summary>A WAV file of the tone, with chunks before and behind its audio.</summary>
    public static byte[] WavOf(byte[] before, byte[] behind, uint? size = null, uint? audioSize = null)
    {
        var samples = new byte[8000];
        for (var i = 0; i < samples.Length / 2; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan(2 * i), (short)(9000 * Math.Sin(i * 0.1)));
        }

        byte[] format = Chunk("fmt ", [1, 0, 1, 0, .. Minimal.Little(22050), .. Minimal.Little(44100), 2, 0, 16, 0]);
        byte[] data = [.. "data"u8, .. Minimal.Little(audioSize ?? (uint)samples.Length), .. samples];
        byte[] content = [.. "WAVE"u8, .. format, .. before, .. data, .. behind];
        return [.. "RIFF"u8, .. Minimal.Little(size ?? (uint)content.Length), .. content];
    }

    /// <summary>An AIFF file of a tone, with chunks behind its audio.</summary>
    public static byte[] AiffOf(byte[] behind, uint? size = null)
    {
        var samples = new byte[8000];
        for (var i = 0; i < samples.Length / 2; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(samples.AsSpan(2 * i), (short)(9000 * Math.Sin(i * 0.1)));
        }

        // One channel, its frames, 16 bits, 22,050 Hz as an 80-bit float.
        byte[] common = AiffChunk("COMM", [0, 1, .. Minimal.Big(samples.Length / 2), 0, 16, 0x40, 0x0D, 0xAC, 0x44, 0, 0, 0, 0, 0, 0]);
        byte[] content = [.. "AIFF"u8, .. common, .. AiffChunk("SSND", [.. new byte[8], .. samples]), .. behind];
        return [.. "FORM"u8, .. Minimal.Big(size ?? (uint)content.Length), .. content];
    }

    /// <summary>A chunk of an AIFF file.</summary>
    public static byte[] AiffChunk(string id, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(id), .. Minimal.Big(content.Length), .. content, .. new byte[content.Length & 1]];

    /// <summary>A FLAC file of the tone with blocks behind that of the stream.</summary>
    public static byte[] FlacOf(params (byte Kind, byte[] Content)[] blocks)
    {
        var tone = Tone("flac");
        const int streamInfo = 4 + 4 + 34;
        var audio = streamInfo;
        while (true)
        {
            var isLast = (tone[audio] & 0x80) != 0;
            audio += 4 + ((tone[audio + 1] << 16) | (tone[audio + 2] << 8) | tone[audio + 3]);
            if (isLast)
            {
                break;
            }
        }

        var head = tone[..streamInfo];
        head[4] = (byte)(blocks.Length == 0 ? 0x80 : 0);
        return
        [
            .. head,
            .. blocks.SelectMany((block, i) => Block(i == blocks.Length - 1 ? block.Kind | 0x80 : block.Kind, block.Content)),
            .. tone[audio..],
        ];

        static byte[] Block(int kind, byte[] content) => [(byte)kind, .. Minimal.Big(content.Length)[1..], .. content];
    }

    /// <summary>A Vorbis comment.</summary>
    public static byte[] Comment(params string[] fields) =>
    [
        .. Minimal.Little(4), .. "them"u8, .. Minimal.Little(fields.Length),
        .. fields.Select(Encoding.UTF8.GetBytes).SelectMany(field => (byte[])[.. Minimal.Little(field.Length), .. field]),
    ];

    private static byte[] Mp3(Texter texts) =>
    [
        .. texts.Some(2, () => texts.Id3()).SelectMany(tag => tag),
        .. Tone("mp3"),
        .. texts.Some(1, texts.Ape).SelectMany(tag => tag),
        .. texts.Some(1, texts.Id3v1).SelectMany(tag => tag),
    ];

    private static byte[] Wav(Texter texts) => WavOf(
        [.. texts.Some(1, texts.Info).Concat(texts.Some(1, () => Chunk("bext", new byte[602]))).SelectMany(chunk => chunk)],
        [
            .. texts.Some(2, () => Chunk("id3 ", texts.Id3())).SelectMany(chunk => chunk),
            .. texts.Some(1, () => Chunk("smpl", new byte[36])).SelectMany(chunk => chunk),
            .. texts.Some(1, texts.Info).SelectMany(chunk => chunk),
        ],
        texts.Pick<uint?>(null, null, 0));

    private static byte[] Aiff(Texter texts) => AiffOf(
        [
            .. texts.Some(1, () => AiffChunk("NAME", "A name"u8.ToArray())).SelectMany(chunk => chunk),
            .. texts.Some(2, () => AiffChunk("ID3 ", texts.Id3())).SelectMany(chunk => chunk),
            .. texts.Some(1, () => AiffChunk("ANNO", "A note!"u8.ToArray())).SelectMany(chunk => chunk),
        ],
        texts.Pick<uint?>(null, null, 0));

    private static byte[] Flac(Texter texts) =>
    [
        .. texts.Some(1, () => texts.Id3()).SelectMany(tag => tag),
        .. FlacOf([
            .. texts.Some(2, () => ((byte)4, texts.Comment())),
            .. texts.Some(1, () => ((byte)2, "ABCDprivate"u8.ToArray())),
            .. texts.Some(1, () => ((byte)1, new byte[100])),
        ]),
        .. texts.Some(1, texts.Id3v1).SelectMany(tag => tag),
    ];

    /// <summary>The tone with another comment, on one page; the pages behind it count on from there.</summary>
    private static byte[] Ogg(Texter texts, string container)
    {
        var tone = Tone(container);
        var isOpus = container == "opus";
        var first = 27 + tone[26] + tone.AsSpan(27, tone[26]).ToArray().Sum(lace => lace);
        var second = tone.AsSpan(first);
        var laces = second.Slice(27, second[26]).ToArray();
        var commentLaces = Array.FindIndex(laces, lace => lace < 255) + 1;
        var content = second.Slice(27 + laces.Length, laces.Sum(lace => lace)).ToArray();
        var others = content[laces[..commentLaces].Sum(lace => lace)..];

        byte[] comment = isOpus ? [.. "OpusTags"u8, .. texts.Comment()] : [3, .. "vorbis"u8, .. texts.Comment(), 1];
        byte[] newLaces = [.. Enumerable.Repeat((byte)255, comment.Length / 255), (byte)(comment.Length % 255), .. laces[commentLaces..]];
        if (newLaces.Length > 255)
        {
            return tone;
        }

        byte[] page = [.. second[..26], (byte)newLaces.Length, .. newLaces, .. comment, .. others];
        page.AsSpan(22, 4).Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), Minimal.Checksum(page));
        return [.. tone[..first], .. page, .. tone[(first + 27 + laces.Length + content.Length)..]];
    }

    private static byte[] M4a(Texter texts)
    {
        var tone = Tone("m4a");
        var items = texts.Items();
        if (items.Length == 0)
        {
            return tone;
        }

        // The index is the last box, so that the audio stays where it is.
        var index = tone.AsSpan().IndexOf("moov"u8) - 4;
        var inner = tone[(index + 8)..];
        var udta = inner.AsSpan().IndexOf("udta"u8) - 4;
        var kept = udta < 0 ? inner : inner[..udta];
        var handler = Minimal.Box("hdlr", [.. new byte[8], .. "mdirappl"u8, .. new byte[9]]);
        var tags = Minimal.Box("udta", Minimal.Box("meta", [0, 0, 0, 0], handler, Minimal.Box("ilst", items)));
        return [.. tone[..index], .. Minimal.Box("moov", kept, tags)];
    }

    private static byte[] Field(string text, int length)
    {
        var field = new byte[length];
        Encoding.Latin1.GetBytes(text).AsSpan(0, Math.Min(length, text.Length)).CopyTo(field);
        return field;
    }

    /// <summary>Makes up tags.</summary>
    private sealed class Texter(Random random, bool withGenre)
    {
        public T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];

        public IEnumerable<T> Some<T>(int most, Func<T> make) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => make())];

        public byte[] Id3() => Minimal.Id3(Pick(2, 3, 4), Genre(), unsynchronised: false, Latin(), pictureLength: 600);

        public byte[] Id3v1() => TagLayouts.Id3v1(Latin(), withGenre ? Pick<byte>(17, 255) : (byte)255);

        public byte[] Ape() =>
            TagLayouts.Ape([("Title", Pick(Texts)), ("MOOD", "calm"), .. Named("Genre")]);

        public byte[] Info() =>
            TagLayouts.Info([("INAM", Pick(Texts)), ("IART", "Someone"), .. Named("IGNR")]);

        public byte[] Comment() => TagLayouts.Comment(
        [
            $"TITLE={Pick(Texts)}", $"ODD KEY={Pick(Texts)}", .. Some(1, () => $"title={Pick(Texts)}"),
            .. Named("Genre").Select(field => $"{field.Name}={field.Text}"),
        ]);

        public byte[] Items() =>
        [
            .. Some(1, () => Text("©nam", Pick(Texts))).SelectMany(item => item),
            .. Some(1, () => Minimal.Box("trkn", Minimal.Box("data", [.. new byte[11], 1, 0, 2, 0, 0]))).SelectMany(item => item),
            .. Some(1, () => Minimal.Box("covr", Minimal.Box("data", [0, 0, 0, 14, 0, 0, 0, 0, .. "picture"u8]))).SelectMany(item => item),
            .. Genre() is { } genre ? Text("©gen", genre) : [],
        ];

        private static byte[] Text(string kind, string text) =>
            Minimal.Box(kind, Minimal.Box("data", [0, 0, 0, 1, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]));

        private (string Name, string Text)[] Named(string name) => Genre() is { } genre ? [(name, genre)] : [];

        private string? Genre() => withGenre && random.Next(2) == 0 ? Pick(Genres) : null;

        private string Latin() => Pick("A title", "Ünd more", "x");
    }
}
