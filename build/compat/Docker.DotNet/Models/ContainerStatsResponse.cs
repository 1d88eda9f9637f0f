using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>One sample of what a container uses.</summary>
public class ContainerStatsResponse
{
    [JsonPropertyName("read")]
    public DateTime Read { get; set; }

    [JsonPropertyName("preread")]
    public DateTime PreRead { get; set; }

    [JsonPropertyName("pids_stats")]
    public PidsStats PidsStats { get; set; }

    [JsonPropertyName("cpu_stats")]
    public CPUStats CPUStats { get; set; }

    [JsonPropertyName("precpu_stats")]
    public CPUStats PreCPUStats { get; set; }

    [JsonPropertyName("memory_stats")]
    public MemoryStats MemoryStats { get; set; }

    [JsonPropertyName("name")]
    public string Name { get; set; }

    [JsonPropertyName("id")]
    public string ID { get; set; }

    [JsonPropertyName("networks")]
    public IDictionary<string, NetworkStats> Networks { get; set; }
}

/// <summary>Processes and threads.</summary>
public class PidsStats
{
    [JsonPropertyName("current")]
    public ulong Current { get; set; }

    [JsonPropertyName("limit")]
    public ulong Limit { get; set; }
}

/// <summary>Processor time.</summary>
public class CPUStats
{
    [JsonPropertyName("cpu_usage")]
    public CPUUsage CPUUsage { get; set; }

    [JsonPropertyName("system_cpu_usage")]
    public ulong SystemUsage { get; set; }

    [JsonPropertyName("online_cpus")]
    public uint OnlineCPUs { get; set; }

    [JsonPropertyName("throttling_data")]
    public ThrottlingData ThrottlingData { get; set; }
}

/// <summary>Processor time in nanoseconds.</summary>
public class CPUUsage
{
    [JsonPropertyName("total_usage")]
    public ulong TotalUsage { get; set; }

    [JsonPropertyName("percpu_usage")]
    public IList<ulong> PercpuUsage { get; set; }

    [JsonPropertyName("usage_in_kernelmode")]
    public ulong UsageInKernelmode { get; set; }

    [JsonPropertyName("usage_in_usermode")]
    public ulong UsageInUsermode { get; set; }
}

/// <summary>How often a quota held the container back.</summary>
public class ThrottlingData
{
    [JsonPropertyName("periods")]
    public ulong Periods { get; set; }

    [JsonPropertyName("throttled_periods")]
    public ulong ThrottledPeriods { get; set; }

    [JsonPropertyName("throttled_time")]
    public ulong ThrottledTime { get; set; }
}

/// <summary>Memory in bytes.</summary>
public class MemoryStats
{
    [JsonPropertyName("usage")]
    public ulong Usage { get; set; }

    [JsonPropertyName("max_usage")]
    public ulong MaxUsage { get; set; }

    [JsonPropertyName("stats")]
    public IDictionary<string, ulong> Stats { get; set; }

    [JsonPropertyName("failcnt")]
    public ulong Failcnt { get; set; }

    [JsonPropertyName("limit")]
    public ulong Limit { get; set; }
}

/// <summary>Traffic of one interface.</summary>
public class NetworkStats
{
    [JsonPropertyName("rx_bytes")]
    public ulong RxBytes { get; set; }

    [JsonPropertyName("rx_packets")]
    public ulong RxPackets { get; set; }

    [JsonPropertyName("rx_errors")]
    public ulong RxErrors { get; set; }

    [JsonPropertyName("rx_dropped")]
    public ulong RxDropped { get; set; }

    [JsonPropertyName("tx_bytes")]
    public ulong TxBytes { get; set; }

    [JsonPropertyName("tx_packets")]
    public ulong TxPackets { get; set; }

    [JsonPropertyName("tx_errors")]
    public ulong TxErrors { get; set; }

    [JsonPropertyName("tx_dropped")]
    public ulong TxDropped { get; set; }
}
