using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MicroGenre.Networks;

/// <summary>
/// Chooses between oneDNN and libtorch's own kernels on machines where some of oneDNN's are wrong. oneDNN divides its work by the sizes of
/// caches. On virtual machines that report none, its convolutions read beyond the channels if they sum over a number of channels that is
/// not a multiple of 16: results are wrong, differently in each run. Without AVX-512, on an AMD EPYC, networks with 4 or 8 channels damaged
/// the memory of the process, which the C library then ended. On both kinds of machine, networks whose convolutions all have such numbers
/// use oneDNN, which takes a third of the time; everything else uses libtorch's own kernels. NNPACK refuses such machines with a warning on
/// standard error and is turned off. Other machines use all libraries throughout.
/// </summary>
internal static unsafe class ProcessorKernels
{
    private const int Lanes = 16;
    private const int ColourChannels = 3;
    private const string Caches = "/sys/devices/system/cpu/cpu0/cache";
    private const string Library = "libtorch_cpu.so";

    // libtorch has no C functions for these settings, and TorchSharp none of its own: names of at::globalContext() and at::Context.
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string OneDnnSwitch = "_ZN2at7Context20setUserEnabledMkldnnEb";
    private const string NnpackSwitch = "_ZN2at7Context20setUserEnabledNNPACKEb";

    private static readonly Lock Gate = new();
    private static readonly object Rooms = new();
    private static bool _isChosen;
    private static nint _oneDnn;
    private static nint _context;
    private static bool _isFast;
    private static int _users;

    /// <summary>
    /// Gets whether this machine hides its caches or has no AVX-512, so that oneDNN is only used where it was found right.
    /// </summary>
    public static bool IsRestricted => _oneDnn != 0;

    /// <summary>Chooses once per process. Loads libtorch on a machine where some of oneDNN's kernels are wrong.</summary>
    public static void Choose()
    {
        lock (Gate)
        {
            if (!_isChosen && OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64
                && !(Directory.Exists(Caches) && Avx512F.IsSupported))
            {
                TurnOff();
            }

            _isChosen = true;
        }
    }

    /// <summary>
    /// Whether a network may use oneDNN where some of its kernels are wrong: all layers with weights are convolutions over 1, 3 or a
    /// multiple of 16 channels into a multiple of 16, batch norms and dense layers. The two convolutions of LeNet have other numbers and
    /// were found right with memory full of NaN, too.
    /// </summary>
    public static bool AllowOneDnn(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.modules().All(module => module switch
        {
            Conv2d convolution => IsWhole(convolution.weight),
            Linear or BatchNorm2d => true,
            _ => !module.parameters(recurse: false).Any(),
        });

        static bool IsWhole(Tensor weight) =>
            weight.shape is [6, ColourChannels, 5, 5] or [16, 6, 5, 5]
                || (weight.shape is [var outputs, var inputs, ..] && outputs % Lanes == 0
                    && (inputs is 1 or ColourChannels || inputs % Lanes == 0));
    }

    /// <summary>
    /// Uses oneDNN, or libtorch's own kernels, until it is disposed. Those who want the same kernels work side by side; others wait.
    /// Where all kernels are right it changes nothing.
    /// </summary>
    /// <param name="oneDnn">Whether oneDNN is allowed (<see cref="AllowOneDnn"/>).</param>
    public static IDisposable Use(bool oneDnn)
    {
        if (!IsRestricted)
        {
            return KernelTurn.Free;
        }

        lock (Rooms)
        {
            while (_users > 0 && _isFast != oneDnn)
            {
                Monitor.Wait(Rooms);
            }

            if (_users++ == 0 && oneDnn)
            {
                Set(_oneDnn, _isFast = true);
            }
        }

        return new KernelTurn();
    }

    /// <summary>Computes something with the kernels of <see cref="Use"/>.</summary>
    public static Tensor Run(bool oneDnn, Func<Tensor> compute)
    {
        using var kernels = Use(oneDnn);
        return compute();
    }

    private static void TurnOff()
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        if (!NativeLibrary.TryLoad(Library, typeof(torch).Assembly, null, out var library)
            || !NativeLibrary.TryGetExport(library, GlobalContext, out var global))
        {
            return;
        }

        _context = ((delegate* unmanaged<nint>)global)();
        if (NativeLibrary.TryGetExport(library, NnpackSwitch, out var nnpack))
        {
            Set(nnpack, false);
        }

        if (NativeLibrary.TryGetExport(library, OneDnnSwitch, out var oneDnn))
        {
            Set(oneDnn, false);
            _oneDnn = oneDnn;
        }
    }

    private static void Set(nint setting, bool value) => ((delegate* unmanaged<nint, byte, void>)setting)(_context, (byte)(value ? 1 : 0));

    private sealed class KernelTurn : IDisposable
    {
        public static readonly KernelTurn Free = new() { _isOver = true };
        private bool _isOver;

        public void Dispose()
        {
            if (_isOver)
            {
                return;
            }

            _isOver = true;
            lock (Rooms)
            {
                if (--_users > 0)
                {
                    return;
                }

                if (_isFast)
                {
                    Set(_oneDnn, _isFast = false);
                }

                Monitor.PulseAll(Rooms);
            }
        }
    }
}
