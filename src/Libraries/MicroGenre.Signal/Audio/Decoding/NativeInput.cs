using System.Runtime.InteropServices;

namespace MicroGenre.Signal.Decoding;

/// <summary>
/// Lets a native library read a stream through callbacks. Exceptions must not pass through the library: they are caught while reading and
/// thrown afterwards.
/// </summary>
internal sealed class NativeInput(Stream stream) : IDisposable
{
    private Exception? _error;
    private GCHandle _handle;

    /// <summary>The context to pass to the library, which returns it to every callback.</summary>
    public nint Context
    {
        get
        {
            if (!_handle.IsAllocated)
            {
                _handle = GCHandle.Alloc(this);
            }

            return GCHandle.ToIntPtr(_handle);
        }
    }

    public long Length { get; } = stream.Length;

    public long Position => stream.Position;

    /// <summary>The input that belongs to a context.</summary>
    public static NativeInput Of(nint context) => (NativeInput)GCHandle.FromIntPtr(context).Target!;

    /// <exception cref="IOException">The stream could not be read.</exception>
    public void ThrowIfFailed()
    {
        if (_error is { } error)
        {
            throw new IOException(error.Message, error);
        }
    }

    public long Seek(long offset, SeekOrigin origin)
    {
        var target = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => stream.Position,
            _ => Length,
        };
        stream.Position = Math.Clamp(target, 0, Length);
        return stream.Position;
    }

    public long Read(Span<byte> destination)
    {
        try
        {
            return stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or NotSupportedException)
        {
            _error = error;
            return 0;
        }
    }

    public void Dispose()
    {
        if (_handle.IsAllocated)
        {
            _handle.Free();
        }
    }
}
