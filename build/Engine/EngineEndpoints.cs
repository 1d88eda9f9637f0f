using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GlanceGate.Engine;

/// <summary>An address at which an engine may answer.</summary>
/// <param name="Address">The address.</param>
/// <param name="Source">Who named it, for people.</param>
/// <param name="IsExplicit">Whether a person asked for it, so that its silence is an error.</param>
/// <param name="Tls">How its connections are protected; null when they are not.</param>
internal sealed record EngineEndpoint(Uri Address, string Source, bool IsExplicit, EngineTls? Tls = null);

/// <summary>Finds the addresses to try, as the <c>docker</c> command finds its own.</summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="home">The user's home folder.</param>
/// <param name="exists">Whether a file or socket exists.</param>
/// <param name="read">Reads a text file.</param>
internal sealed class EngineEndpoints(Func<string, string?> environment, string home, Func<string, bool> exists, Func<string, string> read)
{
    private const string DockerSocket = "/var/run/docker.sock";
    private const string PodmanSocket = "/run/podman/podman.sock";
    private static readonly string[] CertificateFiles = ["ca.pem", "cert.pem", "key.pem"];

    /// <summary>Of this machine and user.</summary>
    public static EngineEndpoints OfThisMachine { get; } = new(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        File.Exists,
        File.ReadAllText);

    /// <summary>The addresses to try, first one first: one that a person asked for, else the usual sockets that exist.</summary>
    /// <param name="argument">Address of <c>--engine</c>, or null.</param>
    /// <exception cref="EngineException">An address that a person asked for cannot be used; the message says which and what can.</exception>
    public IReadOnlyList<EngineEndpoint> Find(string? argument)
    {
        if (argument is { Length: > 0 })
        {
            return [OfPerson(argument, "--engine")];
        }

        if (environment("DOCKER_HOST") is { Length: > 0 } host)
        {
            return [OfPerson(host, "DOCKER_HOST")];
        }

        if (OfContext() is { } context)
        {
            return [context];
        }

        var podman = environment("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? Path.Combine(runtime, "podman", "podman.sock") : null;
        return
        [
            .. new[] { DockerSocket, podman, PodmanSocket }
                .Where(path => path is not null && exists(path))
                .Select(path => new EngineEndpoint(new Uri($"unix://{path}"), path!, IsExplicit: false)),
        ];
    }

    private string Configuration => environment("DOCKER_CONFIG") is { Length: > 0 } configured ? configured : Path.Combine(home, ".docker");

    private EngineEndpoint OfPerson(string text, string source)
    {
        var address = Parse(text, source);
        return new EngineEndpoint(address, source, IsExplicit: true, address.Scheme == "tcp" ? TlsOfEnvironment() : null);
    }

    /// <summary>What protects a connection, by the variables that the <c>docker</c> command reads.</summary>
    private EngineTls? TlsOfEnvironment()
    {
        var verifies = environment("DOCKER_TLS_VERIFY") is { Length: > 0 };
        if (!verifies && environment("DOCKER_TLS") is not { Length: > 0 })
        {
            return null;
        }

        return environment("DOCKER_CERT_PATH") is { Length: > 0 } path
            ? TlsOf(path, "DOCKER_CERT_PATH", verifies)
            : TlsOf(Configuration, "DOCKER_CERT_PATH is not set", verifies);
    }

    private EngineTls TlsOf(string folder, string source, bool verifies)
    {
        string? File(string name) => Path.Combine(folder, name) is var path && exists(path) ? path : null;
        var (authority, certificate, key) = (File("ca.pem"), File("cert.pem"), File("key.pem"));
        if (verifies && authority is null)
        {
            throw new EngineException($"TLS to the engine: there is no {Path.Combine(folder, "ca.pem")} ({source}), the certificate of who may vouch for the engine");
        }

        if (certificate is null != key is null)
        {
            throw new EngineException(
                $"TLS to the engine: there is {certificate ?? key} but no {(certificate is null ? "cert.pem" : "key.pem")} beside it ({source})");
        }

        return new EngineTls(verifies ? authority : null, certificate, key);
    }

    private static Uri Parse(string text, string source)
    {
        if (Path.IsPathRooted(text))
        {
            text = $"unix://{text}";
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("unix" or "tcp" or "http"))
        {
            throw new EngineException(
                $"{source}: cannot use the engine address '{text}': it must be unix:///path, tcp://host:port, http://host:port or a socket's absolute path. "
                + "For ssh forward the socket: ssh -L /tmp/engine.sock:/var/run/docker.sock HOST");
        }

        if (address.Scheme != "unix" && (address.Host.Length == 0 || address.Port <= 0))
        {
            throw new EngineException($"{source}: the engine address '{text}' names no {(address.Host.Length == 0 ? "host" : "port")}; for example tcp://host:2376");
        }

        return address;
    }

    private EngineEndpoint? OfContext()
    {
        var folder = Configuration;
        var (name, source) = environment("DOCKER_CONTEXT") is { Length: > 0 } chosen
            ? (chosen, "DOCKER_CONTEXT")
            : (Text(Path.Combine(folder, "config.json"), "currentContext"), "Docker's config.json");
        if (name is null or "" or "default")
        {
            return null;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var meta = Path.Combine(folder, "contexts", "meta", hash, "meta.json");
        var host = Text(meta, "Endpoints", "docker", "Host")
            ?? throw new EngineException($"{source} chooses the Docker context '{name}', but {meta} names no engine; choose another with 'docker context use'");
        source = $"Docker context '{name}'";
        var address = Parse(host, source);
        var certificates = Path.Combine(folder, "contexts", "tls", hash, "docker");
        var isProtected = address.Scheme == "tcp" && CertificateFiles.Any(file => exists(Path.Combine(certificates, file)));
        return new EngineEndpoint(
            address, source, IsExplicit: true, isProtected ? TlsOf(certificates, source, verifies: Flag(meta, "Endpoints", "docker", "SkipTLSVerify") != true) : null);
    }

    private bool? Flag(string file, params ReadOnlySpan<string> path) =>
        Read(file, path, element => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? (bool?)element.GetBoolean() : null);

    private string? Text(string file, params ReadOnlySpan<string> path) =>
        Read(file, path, element => element.ValueKind == JsonValueKind.String ? element.GetString() : null);

    private T? Read<T>(string file, ReadOnlySpan<string> path, Func<JsonElement, T?> convert)
    {
        if (!exists(file))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(read(file));
            var element = document.RootElement;
            foreach (var name in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                {
                    return default;
                }
            }

            return convert(element);
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{file} cannot be read: {failure.Message}", failure);
        }
    }
}
