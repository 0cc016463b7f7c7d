using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>The functions of libsndfile needed for decoding, loaded at run time (see sndfile.h).</summary>
internal sealed unsafe class SndFileLibrary
{
    private static readonly string[] Names = ["libsndfile.so.1", "libsndfile.1.dylib", "libsndfile.dylib", "sndfile", "libsndfile-1"];

    private readonly delegate* unmanaged<VirtualIo*, int, Info*, nint, nint> _openVirtual;
    private readonly delegate* unmanaged<nint, float*, long, long> _readFrames;
    private readonly delegate* unmanaged<nint, int> _error;
    private readonly delegate* unmanaged<nint, int> _close;

    private SndFileLibrary(nint library)
    {
        _openVirtual = (delegate* unmanaged<VirtualIo*, int, Info*, nint, nint>)NativeLibrary.GetExport(library, "sf_open_virtual");
        _readFrames = (delegate* unmanaged<nint, float*, long, long>)NativeLibrary.GetExport(library, "sf_readf_float");
        _error = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "sf_error");
        _close = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "sf_close");
    }

    /// <summary>Loads the library; <see langword="null"/> if it is not installed.</summary>
    public static SndFileLibrary? TryLoad()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, typeof(SndFileLibrary).Assembly, DllImportSearchPath.SafeDirectories, out var library))
            {
                return new SndFileLibrary(library);
            }
        }

        return null;
    }

    /// <summary>Opens a file for reading through callbacks; 0 if the library refuses it.</summary>
    public nint Open(VirtualIo* callbacks, Info* info, nint context)
    {
        const int modeRead = 0x10;
        return _openVirtual(callbacks, modeRead, info, context);
    }

    /// <summary>Reads interleaved frames and returns their number.</summary>
    public int Read(nint file, Span<float> interleaved, int channels)
    {
        fixed (float* samples = interleaved)
        {
            return (int)_readFrames(file, samples, interleaved.Length / channels);
        }
    }

    /// <summary>Whether the last call failed.</summary>
    public bool HasFailed(nint file) => _error(file) != 0;

    public void Close(nint file) => _ = _close(file);

    /// <summary>SF_INFO.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Info
    {
        public long Frames;
        public int SampleRate;
        public int Channels;
        public int Format;
        public int Sections;
        public int Seekable;
    }

    /// <summary>SF_VIRTUAL_IO: the callbacks from which the library reads.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct VirtualIo
    {
        public delegate* unmanaged<nint, long> GetLength;
        public delegate* unmanaged<long, int, nint, long> Seek;
        public delegate* unmanaged<void*, long, nint, long> Read;
        public delegate* unmanaged<void*, long, nint, long> Write;
        public delegate* unmanaged<nint, long> Tell;
    }
}
