using MicroGenre.Learning;
using MicroGenre.Signal;
using MicroGenre.Testing;
using MicroGenre.Testing.Fuzzing;

namespace MicroGenre.Tagging.Tests.Fuzzing;

/// <summary>
/// The whole way of a file that is tagged: decoded, classified, tagged, read back and tagged again, in every container and tag layout.
/// </summary>
internal static class TagFuzzTargets
{
    /// <summary>One target for each container.</summary>
    /// <param name="containers">Some of <see cref="TagLayouts.Containers"/>.</param>
    public static IReadOnlyList<IFuzzTarget> Create(IReadOnlyList<string> containers)
    {
        var model = new ModelRepository(Repository.PathOf("models")).Load("gtzan");
        return [.. containers.Select(container => new TagTarget(container, model))];
    }

    private sealed class TagTarget(string container, GenreModel model) : IFuzzTarget
    {
        private const string Genre = "Drum & Bass";

        public string Name => $"tags in {container}";

        public byte[] CreateSound(Random random) => TagLayouts.Create(container, random, withGenre: random.Next(2) == 0);

        public bool Run(byte[] input)
        {
            var folder = Directory.CreateTempSubdirectory("microgenre-fuzz-");
            try
            {
                var path = Path.Combine(folder.FullName, $"track.{container}");
                File.WriteAllBytes(path, input);
                Classify(path);
                var tagged = Tag(path);
                Demand(tagged || input.AsSpan().SequenceEqual(File.ReadAllBytes(path)), "it was refused, and changed");
                Demand(folder.GetFiles().Length == 1, "something is left behind");
                return tagged;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        private void Classify(string path)
        {
            try
            {
                var settings = model.Card.Recipe.Features;
                var clip = AudioFile.Read(path, settings.SampleRate);
                var answer = model.Answer(Feature.Compute(clip.Samples, settings)).About(clip.Sound);
                Demand(answer.Probabilities.All(float.IsFinite), "a probability is not a number");
            }
            catch (AudioFormatException)
            {
                // Tagging decides for itself what can be tagged.
            }
        }

        private static bool Tag(string path)
        {
            try
            {
                if (TagFile.Open(path) is not { Obstacle: null } file)
                {
                    return false;
                }

                var audio = Decode(path);
                file.Write(Genre);
                Demand(audio is not null && audio == Decode(path), "the audio is another");
            }
            catch (Exception exception) when (exception is TagFormatException or AudioFormatException or IOException)
            {
                return false;
            }

            var written = File.ReadAllBytes(path);
            var again = TagFile.Open(path);
            Demand(again?.Genre == Genre, $"the genre reads '{again?.Genre}'");
            again!.Write(Genre);
            Demand(written.AsSpan().SequenceEqual(File.ReadAllBytes(path)), "writing again changes it");
            return true;
        }

        private static AudioDigest? Decode(string path)
        {
            try
            {
                return AudioDigest.Of(path);
            }
            catch (AudioFormatException)
            {
                return null;
            }
        }

        private static void Demand(bool holds, string otherwise)
        {
            if (!holds)
            {
                throw new HarmException(otherwise);
            }
        }
    }
}
