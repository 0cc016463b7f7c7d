namespace MicroGenre.Signal;

/// <summary>What audio was before it was decoded.</summary>
/// <param name="Codec">How samples are coded: <c>pcm_s16le</c>, <c>mulaw</c>, <c>vorbis</c>, …</param>
/// <param name="SampleRate">Samples per second and channel, in Hz.</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="Duration">How long it lasts; zero where that is known only after decoding.</param>
/// <param name="Container">The file format: <c>wav</c>, <c>aiff</c>, <c>au</c>, <c>flac</c>, …</param>
public sealed record AudioInfo(string Codec, int SampleRate, int Channels, TimeSpan Duration, string Container);
