namespace Docker.DotNet;

/// <summary>Where the daemon listens and how it is spoken to.</summary>
/// <remarks><c>DOCKER_HOST</c> and Docker contexts are not read: the caller resolves them.</remarks>
public class DockerClientConfiguration : IDisposable
{
    private static readonly TimeSpan DefaultDefaultTimeout = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan DefaultNamedPipeConnectTimeout = TimeSpan.FromMilliseconds(100);

    /// <summary>Configures a client for the platform's default endpoint.</summary>
    public DockerClientConfiguration(
        Credentials credentials = null,
        TimeSpan defaultTimeout = default,
        TimeSpan namedPipeConnectTimeout = default,
        IReadOnlyDictionary<string, string> defaultHttpRequestHeaders = null)
        : this(PlatformEndpoint(), credentials, defaultTimeout, namedPipeConnectTimeout, defaultHttpRequestHeaders)
    {
    }

    /// <summary>Configures a client for an endpoint.</summary>
    /// <param name="endpoint"><c>unix:</c>, <c>tcp:</c>, <c>http:</c> or <c>https:</c>.</param>
    /// <param name="credentials">None means <see cref="AnonymousCredentials"/>.</param>
    /// <param name="defaultTimeout">See <see cref="DefaultTimeout"/>; <c>default</c> means 100 seconds.</param>
    /// <param name="namedPipeConnectTimeout"><c>default</c> means 100 milliseconds.</param>
    /// <param name="defaultHttpRequestHeaders">Sent with every request.</param>
    /// <exception cref="ArgumentException">The time-out is negative and not <see cref="Timeout.InfiniteTimeSpan"/>.</exception>
    public DockerClientConfiguration(
        Uri endpoint,
        Credentials credentials = null,
        TimeSpan defaultTimeout = default,
        TimeSpan namedPipeConnectTimeout = default,
        IReadOnlyDictionary<string, string> defaultHttpRequestHeaders = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (defaultTimeout < Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException("A time-out is positive, or infinite (-1 ms).", nameof(defaultTimeout));
        }

        EndpointBaseUri = endpoint;
        Credentials = credentials ?? new AnonymousCredentials();
        DefaultTimeout = defaultTimeout == default ? DefaultDefaultTimeout : defaultTimeout;
        NamedPipeConnectTimeout = namedPipeConnectTimeout == default ? DefaultNamedPipeConnectTimeout : namedPipeConnectTimeout;
        DefaultHttpRequestHeaders = defaultHttpRequestHeaders ?? new Dictionary<string, string>();
    }

    /// <summary>Headers that every request carries.</summary>
    public IReadOnlyDictionary<string, string> DefaultHttpRequestHeaders { get; }

    /// <summary>The daemon's endpoint as it was given.</summary>
    public Uri EndpointBaseUri { get; }

    /// <summary>How the client authenticates.</summary>
    public Credentials Credentials { get; }

    /// <summary>
    /// Bound of a request that has no longer one of its own. It surfaces as <see cref="OperationCanceledException"/>.
    /// </summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>Kept for source compatibility: named pipes are not supported.</summary>
    public TimeSpan NamedPipeConnectTimeout { get; }

    /// <summary>Creates a client; nothing is sent yet.</summary>
    /// <param name="requestedApiVersion">Prefix of every path; without it the daemon speaks its newest version.</param>
    /// <exception cref="ArgumentException">The endpoint's scheme is unknown.</exception>
    /// <exception cref="NotSupportedException">The endpoint is a named pipe.</exception>
    public DockerClient CreateClient(Version requestedApiVersion = null) => new(this, requestedApiVersion);

    /// <summary>Disposes the credentials.</summary>
    public void Dispose()
    {
        Credentials.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Uri PlatformEndpoint() =>
        new(OperatingSystem.IsWindows() ? "npipe://./pipe/docker_engine" : "unix:/var/run/docker.sock");
}
