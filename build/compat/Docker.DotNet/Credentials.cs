namespace Docker.DotNet;

/// <summary>How a client authenticates to the daemon's endpoint.</summary>
public abstract class Credentials : IDisposable
{
    /// <summary>Whether the endpoint is to be spoken to over TLS, even if its scheme is <c>tcp</c> or <c>http</c>.</summary>
    public abstract bool IsTlsCredentials();

    /// <summary>Wraps, configures or replaces the handler that sends the requests.</summary>
    public abstract HttpMessageHandler GetHandler(HttpMessageHandler innerHandler);

    /// <summary>Called when the configuration that holds the credentials is disposed.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
