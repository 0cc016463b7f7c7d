using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MicroGenre.Tagging;

/// <summary>
/// The metadata of a file on Linux or macOS: owner, group, mode and extended attributes, which include access control lists.
/// </summary>
internal static partial class UnixMetadata
{
    private const string Library = "libc";

    /// <summary>Number of names (hard links) of the file; 1 if it is unknown.</summary>
    public static int LinkCount(SafeFileHandle file) => OperatingSystem.IsLinux() ? Status(file).Links : 1;

    /// <summary>Copies all metadata to a new file.</summary>
    /// <exception cref="IOException">Some metadata cannot be kept, for example because the file belongs to another user.</exception>
    public static void Copy(SafeFileHandle from, SafeFileHandle to)
    {
        if (OperatingSystem.IsMacOS())
        {
            const uint accessStatusAndAttributes = 0x7;
            Demand(CopyFile(from, to, 0, accessStatusAndAttributes) == 0, "Its owner, permissions and attributes");
        }
        else if (OperatingSystem.IsLinux())
        {
            var (_, owner, group) = Status(from);
            Demand(ChangeOwner(to, owner, group) == 0, "Its owner and group");
            CopyAttributes(from, to);
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        }
    }

    private static void CopyAttributes(SafeFileHandle from, SafeFileHandle to)
    {
        var names = AttributesOf(from);
        foreach (var inherited in AttributesOf(to).Except(names).Where(name => !name.StartsWith("security.", StringComparison.Ordinal)))
        {
            // The new file has inherited the folder's default access control list.
            Demand(RemoveAttribute(to, inherited) == 0, $"The absence of the attribute '{inherited}'");
        }

        foreach (var name in names)
        {
            // The system assigns security labels to new files and may not allow changing them.
            var value = AttributeOf(from, name);
            var isKept = SetAttribute(to, name, value, value.Length, 0) == 0 || value.AsSpan().SequenceEqual(AttributeOf(to, name));
            Demand(isKept, $"Its attribute '{name}'");
        }
    }

    private static string[] AttributesOf(SafeFileHandle file) =>
        Encoding.UTF8.GetString(Read(buffer => ListAttributes(file, buffer, buffer.Length)))
            .Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private static byte[] AttributeOf(SafeFileHandle file, string name) => Read(buffer => GetAttribute(file, name, buffer, buffer.Length));

    /// <summary>
    /// Calls a function that returns the required length if the buffer is too small; empty if the file system does not support it.
    /// </summary>
    private static byte[] Read(Func<byte[], nint> call)
    {
        var length = call([]);
        var buffer = new byte[Math.Max(0, length)];
        return length <= 0 ? [] : buffer[..(int)Math.Max(0, call(buffer))];
    }

    /// <summary>
    /// Number of links, owner and group, from <c>struct statx</c> of <c>linux/stat.h</c>, which is the same on all processors.
    /// </summary>
    private static (int Links, uint Owner, uint Group) Status(SafeFileHandle file)
    {
        const int ofTheHandleItself = 0x1000;
        const uint linksOwnerAndGroup = 0x4 | 0x8 | 0x10;
        var status = new byte[256];
        Demand(StatusOf(file, "", ofTheHandleItself, linksOwnerAndGroup, status) == 0, "Its owner");
        return ((int)Number(16), Number(20), Number(24));

        uint Number(int at) => BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(at))
            : BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(at));
    }

    private static void Demand(bool kept, string what)
    {
        if (!kept)
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError()).Message;
            throw new IOException($"{what} could not be kept ({reason}); the file was left unchanged.");
        }
    }

    [LibraryImport(Library, EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatusOf(SafeFileHandle folder, string path, int flags, uint mask, byte[] status);

    [LibraryImport(Library, EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(SafeFileHandle file, uint owner, uint group);

    [LibraryImport(Library, EntryPoint = "flistxattr", SetLastError = true)]
    private static partial nint ListAttributes(SafeFileHandle file, byte[] names, nint length);

    [LibraryImport(Library, EntryPoint = "fgetxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint GetAttribute(SafeFileHandle file, string name, byte[] value, nint length);

    [LibraryImport(Library, EntryPoint = "fsetxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetAttribute(SafeFileHandle file, string name, byte[] value, nint length, int flags);

    [LibraryImport(Library, EntryPoint = "fremovexattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RemoveAttribute(SafeFileHandle file, string name);

    [LibraryImport(Library, EntryPoint = "fcopyfile", SetLastError = true)]
    private static partial int CopyFile(SafeFileHandle from, SafeFileHandle to, nint state, uint flags);
}
