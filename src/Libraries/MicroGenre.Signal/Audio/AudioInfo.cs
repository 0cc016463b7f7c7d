namespace MicroGenre.Signal;

/// <summary>The properties of audio before decoding.</summary>
/// <param name="Codec">The codec: <c>pcm_s16le</c>, <c>mulaw</c>, <c>vorbis</c>, …</param>
/// <param name="SampleRate">Samples per second and channel, in Hz.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="Duration">The length; zero if it is known only after decoding.</param>
/// <param name="Container">The file format: <c>wav</c>, <c>aiff</c>, <c>au</c>, <c>flac</c>, …</param>
public sealed record AudioInfo(string Codec, int SampleRate, int Channels, TimeSpan Duration, string Container);
