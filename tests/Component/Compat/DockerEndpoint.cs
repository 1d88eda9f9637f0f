using Docker.DotNet;

namespace GlanceGate.Component.Compat;

/// <summary>The daemon that the tests of the compatibility layer use.</summary>
internal static class DockerEndpoint
{
    /// <summary>Set before the first test by whoever starts a daemon for the tests; else <c>DOCKER_HOST</c>, else the default socket.</summary>
    public static Uri Uri { get; set; } = new(Environment.GetEnvironmentVariable("DOCKER_HOST") ?? "unix:///var/run/docker.sock");

    public static DockerClient Connect()
    {
        using var configuration = new DockerClientConfiguration(Uri);
        return configuration.CreateClient();
    }
}
