using TorchSharp.Bridge;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the convolutions share: weights, initial values and the padding that the operator itself cannot do.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private readonly long[] paddingOfEachSide;

    private protected Convolution(
        string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[] padding, Padding? padding_type,
        long[] dilation, PaddingModes padding_mode, long groups, bool bias, Device? device, ScalarType? dtype)
        : base(name)
    {
        this.in_channels = in_channels;
        this.out_channels = out_channels;
        this.kernel_size = kernel_size;
        this.stride = stride;
        this.padding = padding;
        this.padding_type = padding_type;
        this.dilation = dilation;
        this.padding_mode = padding_mode;
        this.groups = groups;
        paddingOfEachSide = [.. padding.Reverse().SelectMany(side => new[] { side, side })];
        weight = Register(nameof(weight), empty([out_channels, in_channels / groups, .. kernel_size], dtype, device));
        nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
        if (bias)
        {
            this.bias = Register(nameof(bias), empty([out_channels], dtype, device));
            nn.init.BiasOf(weight, this.bias);
        }
    }

    public Parameter weight { get; }

    public Parameter? bias { get; }

    public long in_channels { get; }

    public long out_channels { get; }

    public long[] kernel_size { get; }

    public long[] stride { get; }

    public long[] padding { get; }

    public Padding? padding_type { get; }

    public long[] dilation { get; }

    public PaddingModes padding_mode { get; }

    public long groups { get; }

    public override Tensor forward(Tensor input)
    {
        if (padding_type is { } type)
        {
            return WithPadding.Call(input, weight, bias, stride, type == Padding.Same ? "same" : "valid", dilation, groups);
        }

        if (padding_mode == PaddingModes.Zeros)
        {
            return Plain.Call(input, weight, bias, stride, padding, dilation, groups);
        }

        using var padded = nn.functional.pad(input, paddingOfEachSide, padding_mode);
        return Plain.Call(padded, weight, bias, stride, new long[padding.Length], dilation, groups);
    }

    private protected abstract Operator Plain { get; }

    private protected abstract Operator WithPadding { get; }
}
