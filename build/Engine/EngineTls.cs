using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GlanceGate.Engine;

/// <summary>How connections to an engine are protected: files in PEM.</summary>
/// <param name="Authority">Certificates of who may vouch for the engine; null believes any engine.</param>
/// <param name="Certificate">Certificate that the engine is shown; null for none.</param>
/// <param name="Key">Its key.</param>
internal sealed record EngineTls(string? Authority, string? Certificate, string? Key)
{
    /// <summary>Reads the certificates of <see cref="Authority"/>.</summary>
    /// <exception cref="EngineException">There are none.</exception>
    public X509Certificate2Collection ReadAuthority()
    {
        var authority = new X509Certificate2Collection();
        if (Authority is not null)
        {
            Read(Authority, () => authority.ImportFromPemFile(Authority));
            if (authority.Count == 0)
            {
                throw new EngineException($"TLS to the engine: {Authority} holds no certificate");
            }
        }

        return authority;
    }

    /// <summary>Reads the certificate that the engine is shown, with its key; null when there is none.</summary>
    /// <exception cref="EngineException">They cannot be used.</exception>
    public X509Certificate2? ReadCertificate(DateTimeOffset now)
    {
        if (Certificate is null || Key is null)
        {
            return null;
        }

        X509Certificate2? own = null;
        Read($"{Certificate} with {Key}", () => own = X509Certificate2.CreateFromPemFile(Certificate, Key));
        if (now < own!.NotBefore || now > own.NotAfter)
        {
            var (from, until) = (own.NotBefore.ToUniversalTime(), own.NotAfter.ToUniversalTime());
            own.Dispose();
            throw new EngineException($"TLS to the engine: {Certificate} is valid from {from:u} until {until:u} and not now; have a new one made");
        }

        return own;
    }

    private static void Read(string files, Action read)
    {
        try
        {
            read();
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new EngineException($"TLS to the engine: {files} cannot be used: {failure.Message}", failure);
        }
    }
}
