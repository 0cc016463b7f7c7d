namespace MicroGenre.Signal.Decoding;

/// <summary>Turns any stream into one that can seek and starts at 0, as decoders need.</summary>
internal static class SeekableStream
{
    private const int BufferBytes = 1 << 16;

    public static Stream Of(Stream stream, bool owned)
    {
        if (stream.CanSeek)
        {
            return owned && stream.Position == 0 ? stream : new StreamWindow(stream, owned);
        }

        try
        {
            return Spool(stream);
        }
        finally
        {
            if (owned)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>Copies a stream (a seekable one from its start) to a temporary file that is deleted when it is closed.</summary>
    public static FileStream Spool(Stream stream)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, BufferBytes, FileOptions.DeleteOnClose);
        try
        {
            if (stream.CanSeek)
            {
                stream.Position = 0;
            }

            stream.CopyTo(file);
            file.Flush();
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A view of a stream from its current position to its end. Closing the view closes the stream only if the view owns it.
    /// </summary>
    private sealed class StreamWindow(Stream inner, bool owned) : Stream
    {
        private readonly long _start = inner.Position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => inner.Length - _start;

        public override long Position
        {
            get => inner.Position - _start;
            set => inner.Position = value + _start;
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => inner.Read(buffer);

        public override long Seek(long offset, SeekOrigin origin) =>
            origin == SeekOrigin.Begin ? inner.Seek(offset + _start, origin) - _start : inner.Seek(offset, origin) - _start;

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException("The stream is read-only.");

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("The stream is read-only.");

        protected override void Dispose(bool disposing)
        {
            if (disposing && owned)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
