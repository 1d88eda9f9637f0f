using System.Security.Cryptography;
using System.Text;

namespace GlanceGate.Engine.Embedded;

/// <summary>Where the gate's own engine keeps what it needs, and the names that are unique to it on this machine.</summary>
internal sealed record EmbeddedPaths
{
    // A socket's path may have 107 bytes, and this is the longest one that an engine makes below its run-time folder.
    private const int LongestSocketPath = 107;
    private const string LongestSocket = "/exec/containerd/containerd.sock.ttrpc";

    // A name of an interface has at most 15 bytes: a letter, eight of the id, and these.
    private const int OwnLetters = 6;
    private const string Letters = "0123456789abcdefghijklmnopqrstuvwxyz";

    private EmbeddedPaths(string home, string run, string id)
    {
        Home = home;
        Run = run;
        Id = id;
    }

    /// <summary>Folder of everything that outlives a run.</summary>
    public string Home { get; }

    /// <summary>Folder of sockets and run-time state.</summary>
    public string Run { get; }

    /// <summary>Short name that no other engine of a gate has, see <see cref="EngineIdentity"/>.</summary>
    public string Id { get; }

    /// <summary>Images and containers.</summary>
    public string Data => Path.Combine(Home, "data");

    /// <summary>The engine's memory of its networks.</summary>
    public string NetworkState => Path.Combine(Data, "network", "files", "local-kv.db");

    /// <summary>The engine's settings; its path in a command line tells our engine from others.</summary>
    public string Configuration => Path.Combine(Home, "daemon.json");

    /// <summary>The engine's log since its last start.</summary>
    public string Log => Path.Combine(Home, "dockerd.log");

    /// <summary>Lock of everybody who starts or stops the engine.</summary>
    public string Lock => LockOf(Home);

    /// <summary>Leases, a file each.</summary>
    public string Leases => Path.Combine(Home, "leases");

    /// <summary>Exists while the engine is to stay for a stack that is kept.</summary>
    public string Keep => Path.Combine(Home, "keep");

    /// <summary>Exists while the engine has images that the gate has made.</summary>
    public string HasImages => Path.Combine(Home, "has-images");

    /// <summary>Run-time state of containers.</summary>
    public string Exec => Path.Combine(Run, "exec");

    /// <summary>The engine's socket.</summary>
    public string Socket => Path.Combine(Run, "docker.sock");

    /// <summary>The engine's process id, written by itself.</summary>
    public string PidFile => Path.Combine(Run, "docker.pid");

    /// <summary>Name of the default network's bridge; a name of an interface has at most 15 bytes.</summary>
    public string Bridge => $"gate-{Id}";

    /// <summary>What the names of the bridges of all other networks begin with, and of no bridge of others.</summary>
    public string BridgePrefix => $"g{Id}";

    /// <summary>Name of our packet filter chains.</summary>
    public string Chain => $"GLANCE-GATE-{Id}";

    /// <summary>Namespace within containerd, as containerd may be one of the machine that others use.</summary>
    public string Namespace => $"glance-gate-{Id}";

    /// <summary>Name of the bridge of a network.</summary>
    /// <param name="network">The network's name, which no other network of this engine has.</param>
    public string BridgeOf(string network) =>
        BridgePrefix + string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(network)).Take(OwnLetters).Select(value => Letters[value % Letters.Length]));

    /// <summary>Where everything of the engine is that outlives a run.</summary>
    public static string HomeOf(string stateFolder) => Path.Combine(Path.GetFullPath(stateFolder), "engine");

    /// <summary>The lock in an engine's folder, whoever the engine is.</summary>
    public static string LockOf(string home) => Path.Combine(home, "lock");

    /// <summary>Paths below a state folder. Run-time files go to <c>/run</c> when a socket's path there would be too long.</summary>
    public static EmbeddedPaths Of(string stateFolder)
    {
        var home = HomeOf(stateFolder);
        var id = EngineIdentity.IdOf(home);
        var run = Path.Combine(home, "run");
        return Encoding.UTF8.GetByteCount(run + LongestSocket) <= LongestSocketPath
            ? new EmbeddedPaths(home, run, id)
            : new EmbeddedPaths(home, $"/run/glance-gate-{id}", id);
    }
}
