using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// The functions of libmpg123 needed for decoding, loaded at run time (see mpg123.h). libsndfile also decodes MP3 with libmpg123, but lets
/// it write to standard error.
/// </summary>
internal sealed unsafe class Mpg123Library
{
    public const int Done = -12;
    public const int NewFormat = -11;
    public const int Ok = 0;

    private const int AddFlags = 2;
    private const int RemoveFlags = 13;
    private const int Quiet = 0x20;
    private const int Gapless = 0x40;
    private const int ForceFloat = 0x400;
    private const int AutoResample = 0x8000;
    private const int NoFrankenstein = 0x1000000;

    private static readonly string[] Names = ["libmpg123.so.0", "libmpg123.0.dylib", "libmpg123.dylib", "libmpg123-0", "mpg123"];

    private readonly delegate* unmanaged<byte*, int*, nint> _new;
    private readonly delegate* unmanaged<nint, int, CLong, double, int> _param;
    private readonly delegate* unmanaged<nint, delegate* unmanaged<nint, void*, nuint, nint>, delegate* unmanaged<nint, long, int, long>,
        nint, int> _replaceReader;
    private readonly delegate* unmanaged<nint, nint, int> _openHandle;
    private readonly delegate* unmanaged<nint, CLong*, int*, int*, int> _getFormat;
    private readonly delegate* unmanaged<nint, void*, nuint, nuint*, int> _read;
    private readonly delegate* unmanaged<nint, void> _delete;

    private Mpg123Library(nint library)
    {
        // Needed before version 1.27, harmless after.
        ((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "mpg123_init"))();
        _new = (delegate* unmanaged<byte*, int*, nint>)NativeLibrary.GetExport(library, "mpg123_new");
        _param = (delegate* unmanaged<nint, int, CLong, double, int>)NativeLibrary.GetExport(library, "mpg123_param");
        _replaceReader = (delegate* unmanaged<nint, delegate* unmanaged<nint, void*, nuint, nint>, delegate* unmanaged<nint, long, int,
            long>, nint, int>)
            WithLargeOffsets(library, "mpg123_replace_reader_handle");
        _openHandle = (delegate* unmanaged<nint, nint, int>)WithLargeOffsets(library, "mpg123_open_handle");
        _getFormat = (delegate* unmanaged<nint, CLong*, int*, int*, int>)NativeLibrary.GetExport(library, "mpg123_getformat");
        _read = (delegate* unmanaged<nint, void*, nuint, nuint*, int>)NativeLibrary.GetExport(library, "mpg123_read");
        _delete = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "mpg123_delete");
    }

    /// <summary>Loads the library; <see langword="null"/> if it is not installed.</summary>
    public static Mpg123Library? TryLoad()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(Mpg123Library).Assembly, DllImportSearchPath.SafeDirectories, out var library))
            {
                return new Mpg123Library(library);
            }
        }

        return null;
    }

    /// <summary>Creates a decoder to 32-bit floats that prints nothing; 0 if memory runs out.</summary>
    public nint Create()
    {
        var handle = _new(null, null);
        if (handle != 0)
        {
            _param(handle, RemoveFlags, new CLong(AutoResample), 0);
            _param(handle, AddFlags, new CLong(Quiet | ForceFloat | Gapless | NoFrankenstein), 0);
        }

        return handle;
    }

    /// <summary>Opens a stream through callbacks.</summary>
    public int Open(nint handle, delegate* unmanaged<nint, void*, nuint, nint> read, delegate* unmanaged<nint, long, int, long> seek,
        nint context)
    {
        var replaced = _replaceReader(handle, read, seek, 0);
        return replaced == Ok ? _openHandle(handle, context) : replaced;
    }

    /// <summary>Reads rate and channels; for this the library finds the first frame.</summary>
    public int GetFormat(nint handle, out int sampleRate, out int channels)
    {
        CLong rate;
        int count, encoding;
        var status = _getFormat(handle, &rate, &count, &encoding);
        (sampleRate, channels) = ((int)rate.Value, count);
        return status;
    }

    /// <summary>Decodes interleaved samples and returns their number.</summary>
    public int Read(nint handle, Span<float> interleaved, out int samples)
    {
        nuint bytes = 0;
        fixed (float* destination = interleaved)
        {
            var status = _read(handle, destination, (nuint)interleaved.Length * sizeof(float), &bytes);
            samples = (int)(bytes / sizeof(float));
            return status;
        }
    }

    public void Delete(nint handle) => _delete(handle);

    /// <summary>
    /// Finds the variant of a function with 64-bit offsets, which has its own name on systems where offsets can have 32 bits.
    /// </summary>
    private static nint WithLargeOffsets(nint library, string name) =>
        NativeLibrary.TryGetExport(library, $"{name}_64", out var large) ? large : NativeLibrary.GetExport(library, name);
}
