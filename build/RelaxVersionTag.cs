using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;

namespace MicroGenre.Build;

/// <summary>
/// Copies an ELF library and makes one version that it needs weak, so that the loader accepts a machine that lacks that version.
/// A library that does not need the version is left alone, and no copy is made.
/// </summary>
public sealed class RelaxVersionTag : Microsoft.Build.Utilities.Task
{
    /// <summary>The library.</summary>
    [Required]
    public string Source { get; set; } = "";

    /// <summary>
    /// Where the copy goes. It is written under a temporary name and renamed: other outputs may share the file that is there.
    /// </summary>
    [Required]
    public string Destination { get; set; } = "";

    /// <summary>The version, such as <c>GLIBCXX_3.4.32</c>.</summary>
    [Required]
    public string Tag { get; set; } = "";

    /// <summary>The library to use: the copy, or the source where nothing had to change.</summary>
    [Output]
    public string Result { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var library = File.ReadAllBytes(Source);
        if (!TryRelax(library, Tag))
        {
            Result = Source;
            return true;
        }

        Result = Destination;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(Destination))!);
        var temporary = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(temporary, library);
        if (File.Exists(Destination))
        {
            File.Replace(temporary, Destination, null);
        }
        else
        {
            File.Move(temporary, Destination);
        }

        return true;
    }

    /// <summary>Sets <c>VER_FLG_WEAK</c> on every entry of <c>.gnu.version_r</c> with this name.</summary>
    /// <returns>Whether there is such an entry.</returns>
    public static bool TryRelax(byte[] library, string tag)
    {
        const int SectionVersionNeeds = 0x6ffffffe;
        const byte Weak = 2;
        if (library.Length < 64 || Encoding.ASCII.GetString(library, 0, 6) != "\u007fELF\u0002\u0001")
        {
            return false;
        }

        var found = false;
        var (sections, size, count) = (Number64(40), Number16(58), Number16(60));
        for (var index = 0; index < count; index++)
        {
            var section = sections + (index * size);
            if (Number32(section + 4) != SectionVersionNeeds)
            {
                continue;
            }

            var names = Number64(sections + (Number32(section + 40) * size) + 24);
            for (int need = Number64(section + 24), next = -1; next != 0; need += next)
            {
                next = Number32(need + 12);
                for (int entry = need + Number32(need + 8), step = -1; step != 0; entry += step)
                {
                    step = Number32(entry + 12);
                    if (Name(names + Number32(entry + 8)) == tag)
                    {
                        library[entry + 4] |= Weak;
                        found = true;
                    }
                }
            }
        }

        return found;

        // Libraries of 64 bits, whose numbers begin with the least byte, as do those of the machines that they run on.
        int Number16(int at) => BitConverter.ToUInt16(library, at);
        int Number32(int at) => BitConverter.ToInt32(library, at);
        int Number64(int at) => checked((int)BitConverter.ToInt64(library, at));
        string Name(int at) => Encoding.ASCII.GetString(library, at, Array.IndexOf(library, (byte)0, at) - at);
    }
}
