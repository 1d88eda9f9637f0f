using Docker.DotNet.Http;
using Docker.DotNet.Json;
using Docker.DotNet.Models;

namespace Docker.DotNet.Operations;

internal static class ImageBuildQuery
{
    public static QueryString From(ImageBuildParameters parameters) => new QueryString()
        .AddEach("t", parameters.Tags)
        .Add("q", parameters.SuppressOutput)
        .Add("remote", parameters.RemoteContext)
        .Add("nocache", parameters.NoCache)
        .Add("rm", parameters.Remove)
        .Add("forcerm", parameters.ForceRemove)
        .Add("pull", parameters.Pull)
        .Add("cpusetcpus", parameters.CPUSetCPUs)
        .Add("cpushares", parameters.CPUShares)
        .Add("cpuquota", parameters.CPUQuota)
        .Add("cpuperiod", parameters.CPUPeriod)
        .Add("memory", parameters.Memory)
        .Add("memswap", parameters.MemorySwap)
        .Add("networkmode", parameters.NetworkMode)
        .Add("shmsize", parameters.ShmSize)
        .Add("dockerfile", parameters.Dockerfile)
        .AddJson("buildargs", parameters.BuildArgs, DockerJson.Default.Texts)
        .AddJson("labels", parameters.Labels, DockerJson.Default.Texts)
        .Add("squash", parameters.Squash)
        .AddEach("cachefrom", parameters.CacheFrom)
        .AddEach("extrahosts", parameters.ExtraHosts)
        .Add("target", parameters.Target)
        .Add("platform", parameters.Platform)
        .Add("outputs", parameters.Outputs);
}
