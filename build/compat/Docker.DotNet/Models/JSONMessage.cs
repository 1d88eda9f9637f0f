using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

/// <summary>One report of a long work on an image; it may be its failure.</summary>
public class JSONMessage
{
    [JsonPropertyName("stream")]
    public string Stream { get; set; }

    [JsonPropertyName("status")]
    public string Status { get; set; }

    [JsonPropertyName("progressDetail")]
    public JSONProgress Progress { get; set; }

    [JsonPropertyName("progress")]
    public string ProgressMessage { get; set; }

    [JsonPropertyName("id")]
    public string ID { get; set; }

    [JsonPropertyName("from")]
    public string From { get; set; }

    [JsonPropertyName("time")]
    public DateTime Time { get; set; }

    [JsonPropertyName("timeNano")]
    public long TimeNano { get; set; }

    [JsonPropertyName("errorDetail")]
    public JSONError Error { get; set; }

    [JsonPropertyName("error")]
    public string ErrorMessage { get; set; }
}

/// <summary>How far a part of the work is.</summary>
public class JSONProgress
{
    [JsonPropertyName("current")]
    public long Current { get; set; }

    [JsonPropertyName("total")]
    public long Total { get; set; }

    [JsonPropertyName("start")]
    public long Start { get; set; }

    [JsonPropertyName("hidecounts")]
    public bool HideCounts { get; set; }

    [JsonPropertyName("units")]
    public string Units { get; set; }

    public long winSize { get; set; }
}

/// <summary>Why the work failed.</summary>
public class JSONError
{
    [JsonPropertyName("code")]
    public long Code { get; set; }

    [JsonPropertyName("message")]
    public string Message { get; set; }
}
