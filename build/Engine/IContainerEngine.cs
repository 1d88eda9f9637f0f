using GlanceGate.Inputs;

namespace GlanceGate.Engine;

/// <summary>The gate's only port to a container engine, in the gate's own words.</summary>
/// <remarks>
/// <para>Thread safety: every member may be called concurrently.</para>
/// <para>Cancellation: a cancelled call throws <see cref="OperationCanceledException"/> and may or may not have taken effect;
/// callers find what exists by label, never by remembering.</para>
/// <para>Failure: everything that the engine refuses or that the connection loses is an <see cref="EngineException"/> whose message
/// names the operation and the object and carries the engine's own words. No adapter's exception type leaves its adapter.</para>
/// <para>Names: containers and networks are addressed by name or id. Removal of something that is gone is a success.</para>
/// <para>Nothing here touches an object that does not carry the gate's labels, except reading images.</para>
/// </remarks>
internal interface IContainerEngine : IAsyncDisposable
{
    /// <summary>What the engine is. The first call also proves that the engine answers.</summary>
    Task<EngineInfo> GetInfoAsync(CancellationToken cancellation);

    /// <summary>Finds an image that the engine has locally; null when it has not. Never pulls.</summary>
    Task<ImageInfo?> FindImageAsync(string reference, CancellationToken cancellation);

    /// <summary>Lists every reference to an image that carries a label, whatever its value.</summary>
    Task<IReadOnlyList<TaggedImage>> ListImagesAsync(string label, CancellationToken cancellation);

    /// <summary>Pulls an image from its registry. Throws <see cref="EngineException"/> also for errors that the engine reports as progress.</summary>
    Task PullImageAsync(string reference, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>Imports a root file system (tar, optionally compressed) as an image. Existing references are moved.</summary>
    Task ImportImageAsync(string reference, Stream rootFileSystem, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation);

    /// <summary>Builds an image and waits until it exists. Output lines go to <paramref name="progress"/>, synchronously and in order.</summary>
    /// <exception cref="EngineException">The build failed; the message ends with its last output lines.</exception>
    Task BuildImageAsync(ImageBuild build, IProgress<string> progress, CancellationToken cancellation);

    /// <summary>Commits a container's file system as an image with the given labels, and with entry point and command of the image that the container was made from.</summary>
    /// <remarks>
    /// Environment variables of the container stay in the image. Other labels of the gate that the container has are
    /// blanked, as an engine cannot take them away.
    /// </remarks>
    Task CommitContainerAsync(string container, string reference, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation);

    /// <summary>Removes an image reference; a success when it is gone or other containers still use it.</summary>
    Task RemoveImageAsync(string reference, CancellationToken cancellation);

    /// <summary>Creates a network whose containers find each other by alias.</summary>
    /// <remarks>
    /// Of one that reaches itself alone, this machine has no address, and its containers no route: neither the machine's services nor other networks nor
    /// the world can be reached, and nobody reaches them but by the engine. With Podman the machine's address in it stays, as its name service listens there.
    /// </remarks>
    Task CreateNetworkAsync(string name, NetworkReach reach, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation);

    /// <summary>Removes a network; a success when it is gone.</summary>
    Task RemoveNetworkAsync(string name, CancellationToken cancellation);

    /// <summary>Creates an empty volume.</summary>
    Task CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellation);

    /// <summary>Creates a container, without starting it, and copies its files in. Returns the engine's id.</summary>
    Task<string> CreateContainerAsync(ContainerSpec spec, CancellationToken cancellation);

    /// <summary>Starts a created container; a success when it runs already.</summary>
    Task StartContainerAsync(string container, CancellationToken cancellation);

    /// <summary>Reads the state of a container; null when there is none.</summary>
    Task<ContainerState?> InspectContainerAsync(string container, CancellationToken cancellation);

    /// <summary>Waits until a started container has ended and returns its final state.</summary>
    Task<ContainerState> WaitForExitAsync(string container, CancellationToken cancellation);

    /// <summary>Reads a container's log, oldest line first; with <paramref name="follow"/> until the container ends. Lines are whole, without line ends.</summary>
    IAsyncEnumerable<LogLine> ReadLogAsync(string container, bool follow, CancellationToken cancellation);

    /// <summary>Runs a command in a running container to its end and collects its output (at most 1 MiB a stream is kept).</summary>
    Task<ExecResult> ExecAsync(string container, IReadOnlyList<string> command, CancellationToken cancellation);

    /// <summary>Starts a command in a running container whose stdin and stdout are the returned stream; its stderr lines go to <paramref name="errors"/>. Disposing ends the connection.</summary>
    /// <remarks>
    /// One reader and one writer may use the stream at the same time. It must be read for stderr lines to arrive. A broken
    /// connection is an <see cref="IOException"/> of the stream; the token is for opening only.
    /// </remarks>
    Task<Stream> OpenExecStreamAsync(string container, IReadOnlyList<string> command, IProgress<string> errors, CancellationToken cancellation);

    /// <summary>Copies one file out of a container, running or not.</summary>
    /// <exception cref="NoSuchFileException">There is no regular file of that path.</exception>
    /// <exception cref="EngineException">It has more bytes than <paramref name="limit"/>; then nothing was written.</exception>
    Task CopyFileOutAsync(string container, string path, Stream destination, long limit, CancellationToken cancellation);

    /// <summary>Reads one file of a container, running or not, with its mode; null when it has no regular file of that path.</summary>
    Task<ContextFile?> ReadFileAsync(string container, string path, CancellationToken cancellation);

    /// <summary>Stops a container: its stop signal, then after <paramref name="grace"/> a kill. A success when it is stopped or gone.</summary>
    Task StopContainerAsync(string container, TimeSpan grace, CancellationToken cancellation);

    /// <summary>Removes a container with its anonymous volumes, killing it if it runs; a success when it is gone.</summary>
    Task RemoveContainerAsync(string container, CancellationToken cancellation);

    /// <summary>Lists every container, network and volume that carries all of the given labels; a null value matches any value of the key but an empty one.</summary>
    Task<IReadOnlyList<EngineObject>> ListAsync(IReadOnlyDictionary<string, string?> labels, CancellationToken cancellation);

    /// <summary>Removes an object that <see cref="ListAsync"/> returned; a success when it is gone.</summary>
    Task RemoveAsync(EngineObject item, CancellationToken cancellation);
}

/// <summary>The engine could not do what it was asked for, or could not be reached: infrastructure, not a test failure.</summary>
internal class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    public EngineException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>A container, or the image that it is made from, has no such file. Asking again does not help.</summary>
internal sealed class NoSuchFileException : EngineException
{
    /// <summary>Creates the exception.</summary>
    public NoSuchFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
