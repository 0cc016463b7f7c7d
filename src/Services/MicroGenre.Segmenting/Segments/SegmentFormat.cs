using Google.Protobuf;
using MicroGenre.Contracts;
using MicroGenre.Serving.Caching;

namespace MicroGenre.Segmenting.Segments;

/// <summary>Caches results as the contract's message.</summary>
internal sealed class SegmentFormat : ICacheFormat<SegmentResult>
{
    public byte[] Write(SegmentResult value) => value.ToByteArray();

    public SegmentResult? Read(byte[] bytes)
    {
        try
        {
            return SegmentResult.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
