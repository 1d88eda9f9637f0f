using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GlanceGate.Engine;

/// <summary>An address at which an engine may answer.</summary>
/// <param name="Address">The address.</param>
/// <param name="Source">Who named it, for people.</param>
/// <param name="IsExplicit">Whether a person asked for it, so that its silence is an error.</param>
internal sealed record EngineEndpoint(Uri Address, string Source, bool IsExplicit);

/// <summary>Finds the addresses to try, as the <c>docker</c> command finds its own.</summary>
/// <param name="environment">Reads an environment variable.</param>
/// <param name="home">The user's home folder.</param>
/// <param name="exists">Whether a file or socket exists.</param>
/// <param name="read">Reads a text file.</param>
internal sealed class EngineEndpoints(Func<string, string?> environment, string home, Func<string, bool> exists, Func<string, string> read)
{
    private const string DockerSocket = "/var/run/docker.sock";
    private const string PodmanSocket = "/run/podman/podman.sock";

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
            return [new(Parse(argument, "--engine"), "--engine", IsExplicit: true)];
        }

        if (environment("DOCKER_HOST") is { Length: > 0 } host)
        {
            return [new(Parse(host, "DOCKER_HOST"), "DOCKER_HOST", IsExplicit: true)];
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

    private Uri Parse(string text, string source)
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

        if (address.Scheme == "tcp" && environment("DOCKER_TLS_VERIFY") is { Length: > 0 })
        {
            throw new EngineException($"{source}: DOCKER_TLS_VERIFY is set, but TLS to an engine is not supported; forward its socket by ssh");
        }

        return address;
    }

    private EngineEndpoint? OfContext()
    {
        var folder = environment("DOCKER_CONFIG") is { Length: > 0 } configured ? configured : Path.Combine(home, ".docker");
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
        return new EngineEndpoint(Parse(host, $"Docker context '{name}'"), $"Docker context '{name}'", IsExplicit: true);
    }

    private string? Text(string file, params ReadOnlySpan<string> path)
    {
        if (!exists(file))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(read(file));
            var element = document.RootElement;
            foreach (var name in path)
            {
                if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                {
                    return null;
                }
            }

            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new EngineException($"{file} cannot be read: {failure.Message}", failure);
        }
    }
}
