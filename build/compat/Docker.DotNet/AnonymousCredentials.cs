namespace Docker.DotNet;

/// <summary>No authentication: the usual choice for a local socket.</summary>
public class AnonymousCredentials : Credentials
{
    /// <inheritdoc/>
    public override bool IsTlsCredentials() => false;

    /// <inheritdoc/>
    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler) => innerHandler;
}
