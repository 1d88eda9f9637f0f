using System.Diagnostics;
using System.Net.Sockets;

namespace GlanceGate.Engine.Embedded;

/// <summary>Only one gate at a time chooses addresses and takes them, whatever its state folder and root: two would choose the same.</summary>
internal static class NetworkTurn
{
    // A name without a file belongs to the network of this machine, as the addresses do, and goes with its process.
    private const string Name = "\0glance-gate-addresses";
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the turn; disposing ends it.</summary>
    /// <exception cref="EngineException">Another gate has had it beyond the deadline.</exception>
    public static async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                socket.Bind(new UnixDomainSocketEndPoint(Name));
                return socket;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                socket.Dispose();
                if (waited.Elapsed > Deadline)
                {
                    throw new EngineException($"another gate has been choosing addresses for its engine for more than {Deadline.TotalMinutes:0} min", taken);
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
