namespace GlanceGate.Engine;

/// <summary>The processor of this machine.</summary>
internal static class HostProcessor
{
    private const string CpuInfo = "/proc/cpuinfo";
    private const string BaseFrequency = "/sys/devices/system/cpu/cpu0/cpufreq/base_frequency";

    /// <summary>Model and, where the system knows it, nominal frequency.</summary>
    public static string Describe() => Describe(File.Exists(CpuInfo) ? File.ReadLines(CpuInfo) : [], File.Exists(BaseFrequency) ? File.ReadAllText(BaseFrequency) : "");

    /// <summary>Model and frequency from what the system says. Its "cpu MHz" is of the moment, and no part of it.</summary>
    public static string Describe(IEnumerable<string> cpuInfo, string baseFrequency)
    {
        var model = cpuInfo.Select(line => line.Split(':', 2)).FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == "model name")?[1].Trim() ?? "";
        return $"{model} {baseFrequency.Trim()}".Trim();
    }
}
