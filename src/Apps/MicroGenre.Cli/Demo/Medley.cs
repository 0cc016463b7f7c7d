using NAudio.Wave;

namespace MicroGenre.Cli.Demo;

/// <summary>A part of the medley.</summary>
/// <param name="Name">A description of the music.</param>
/// <param name="Samples">The music, mono.</param>
internal sealed record MedleyPart(string Name, float[] Samples);

/// <summary>One minute of synthetic music in six distinct styles, for demonstration only.</summary>
internal sealed class Medley
{
    public const int SampleRate = 22050;
    public const int PartSeconds = 10;
    private const float Peak = 0.9f;
    private static readonly double[] Minor7 = [1, 1.2, 1.5, 1.8];
    private static readonly double[] Major = [1, 1.25, 1.5];
    private readonly Instruments _play = new(SampleRate, seed: 1);

    public Medley() => Parts =
    [
        Part("slow piano arpeggios", Piano),
        Part("walking bass and ride cymbal", Swing),
        Part("four on the floor with strings", Disco),
        Part("distorted guitar, double bass drum", Metal),
        Part("off-beat chords, deep bass", OffBeat),
        Part("drum machine and low bass", Beats),
    ];

    public IReadOnlyList<MedleyPart> Parts { get; }

    /// <summary>Writes the parts one after the other as a 16-bit mono WAV file.</summary>
    public void Write(string path)
    {
        using var output = File.Create(path);
        Write(output);
    }

    /// <summary>Writes the WAV file to a stream that seeks, which stays open.</summary>
    public void Write(Stream output)
    {
        using var file = new WaveFileWriter(output, new WaveFormat(SampleRate, 1));
        foreach (var part in Parts)
        {
            file.WriteSamples(part.Samples, 0, part.Samples.Length);
        }
    }

    private static MedleyPart Part(string name, Action<float[]> play)
    {
        var samples = new float[SampleRate * PartSeconds];
        play(samples);
        var loudest = samples.Max(Math.Abs);
        return new MedleyPart(name, Array.ConvertAll(samples, sample => sample / loudest * Peak));
    }

    private static double Note(int semitonesFromA) => 220 * Math.Pow(2, semitonesFromA / 12.0);

    private void Piano(float[] piece)
    {
        int[] roots = [3, -2, 0, -4, 3];
        for (var i = 0; i < 40; i++)
        {
            var root = Note(roots[i / 8]);
            double[] arpeggio = [root / 2, root, root * 1.25, root * 1.5, root * 2, root * 1.5, root * 1.25, root];
            _play.Piano(piece, i * 0.25, arpeggio[i % 8], 2.5, 0.5);
        }
    }

    private void Swing(float[] piece)
    {
        const double Beat = 60.0 / 132;
        int[] walk = [-12, -8, -5, -3, -2, -5, -8, -10];
        for (var i = 0; i * Beat < PartSeconds; i++)
        {
            _play.Bass(piece, i * Beat, Note(walk[i % 8] - 12), Beat, 0.8);
            _play.Cymbal(piece, i * Beat, 6, 0.25);
            if (i % 2 == 1)
            {
                _play.Cymbal(piece, (i + 0.67) * Beat, 8, 0.2);
                _play.Cymbal(piece, i * Beat, 40, 0.3);
            }

            if (i % 8 == 3)
            {
                foreach (var interval in Minor7)
                {
                    _play.Piano(piece, (i + 0.67) * Beat, Note(0) * interval, 1, 0.25);
                }
            }
        }
    }

    private void Disco(float[] piece)
    {
        const double Beat = 60.0 / 120;
        int[] roots = [0, 0, 5, 3];
        for (var i = 0; i * Beat < PartSeconds; i++)
        {
            var root = Note(roots[i / 4 % 4]);
            _play.Kick(piece, i * Beat, 0.9);
            _play.Cymbal(piece, (i + 0.5) * Beat, 12, 0.5);
            _play.Bass(piece, i * Beat, root / 4, Beat / 2, 0.6);
            _play.Bass(piece, (i + 0.5) * Beat, root / 2, Beat / 2, 0.6);
            if (i % 2 == 1)
            {
                _play.Snare(piece, i * Beat, 0.6);
            }

            if (i % 4 == 0)
            {
                _play.Section(piece, i * Beat, [.. Minor7.Select(interval => 2 * root * interval)], 4 * Beat, 0.05);
            }
        }
    }

    private void Metal(float[] piece)
    {
        const double Beat = 60.0 / 170;
        int[] riff = [0, 0, 3, 0, 0, 5, 6, 5];
        for (var i = 0; i * Beat / 2 < PartSeconds; i++)
        {
            var at = i * Beat / 2;
            _play.DistortedGuitar(piece, at, Note(riff[i / 2 % 8] - 17), Beat / 2 * 0.9, 0.35);
            _play.Kick(piece, at, 0.7);
            _play.Kick(piece, at + (Beat / 4), 0.7);
            if (i % 4 == 2)
            {
                _play.Snare(piece, at, 0.9);
            }

            _play.Cymbal(piece, at, 15, 0.5);
        }
    }

    private void OffBeat(float[] piece)
    {
        const double Beat = 60.0 / 75;
        int[] roots = [0, 0, 5, -2];
        for (var i = 0; i * Beat < PartSeconds; i++)
        {
            var root = Note(roots[i / 4 % 4]);
            _play.Bass(piece, i * Beat, root / 4, Beat, 1);
            _play.Bass(piece, (i + 0.75) * Beat, root / 4 * 1.5, Beat / 4, 0.8);
            foreach (var interval in Major)
            {
                _play.Piano(piece, (i + 0.5) * Beat, root * interval, 0.15, 0.35);
            }

            _play.Cymbal(piece, (i + 0.5) * Beat, 50, 0.3);
            if (i % 2 == 1)
            {
                _play.Kick(piece, i * Beat, 0.7);
                _play.Snare(piece, i * Beat, 0.35);
            }
        }
    }

    private void Beats(float[] piece)
    {
        const double Beat = 60.0 / 90;
        double[] kicks = [0, 0.75, 2.5];
        for (var bar = 0; bar * 4 * Beat < PartSeconds; bar++)
        {
            var start = bar * 4 * Beat;
            foreach (var kick in kicks)
            {
                _play.Kick(piece, start + (kick * Beat), 1);
                _play.Bass(piece, start + (kick * Beat), Note(-31), Beat, 0.7);
            }

            _play.Snare(piece, start + Beat, 0.9);
            _play.Snare(piece, start + (3 * Beat), 0.9);
            for (var i = 0; i < 16; i++)
            {
                _play.Cymbal(piece, start + (i * Beat / 4), 60, i % 4 == 2 ? 0.5 : 0.25);
            }
        }
    }
}
