using System.Text.Json.Serialization;

namespace GlanceGate.Jobs;

/// <summary>A part of a service's log.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LogPhase>))]
internal enum LogPhase
{
    /// <summary>Until every service of the stack is ready.</summary>
    [JsonStringEnumMemberName("start")]
    Start,

    /// <summary>While the suite runs.</summary>
    [JsonStringEnumMemberName("suite")]
    Suite,
}
