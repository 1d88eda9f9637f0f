namespace GlanceGate.Engine.Packages;

/// <summary>What a run of apt-get came to, as far as it matters what to do next.</summary>
internal enum AptAnswer
{
    /// <summary>It did what it was asked.</summary>
    Done,

    /// <summary>Somebody else holds one of its locks: they took it after we had looked.</summary>
    Locked,

    /// <summary>Something could not be fetched: the network, or a mirror that is being renewed.</summary>
    NotFetched,

    /// <summary>Somebody's installation was interrupted, and only the machine's owner knows what of it is to go on.</summary>
    Interrupted,

    /// <summary>Anything else.</summary>
    Failed,
}

/// <summary>Reads what apt-get says; it must speak English (<c>LC_ALL=C</c>).</summary>
internal static class AptOutput
{
    private static readonly (AptAnswer Answer, string[] Words)[] Known =
    [
        // an interrupted dpkg is told in the words of its lock's failure, too
        (AptAnswer.Interrupted, ["dpkg was interrupted"]),
        (AptAnswer.Locked,
        [
            "Could not get lock", "Unable to lock ", "Unable to acquire the dpkg frontend lock", "is locked by another process",
            "is another process using it", "frontend lock was locked by",
        ]),
        (AptAnswer.NotFetched,
        [
            "Failed to fetch", "Unable to fetch", "Some index files failed to download", "Temporary failure resolving", "Could not resolve", "Could not connect",
            "Hash Sum mismatch", "File has unexpected size", "Unable to locate package", "has no installation candidate",
        ]),
    ];

    // apt's errors and warnings, what fails in the list of what it fetches, and dpkg's own words
    private static readonly string[] Complaints = ["E:", "W:", "Err:", "dpkg: error"];

    /// <summary>What a run came to. An update is a success for apt-get also when it fetched nothing, and is not for us.</summary>
    public static AptAnswer Of(int exitCode, string output, bool isUpdate)
    {
        var answer = Known.FirstOrDefault(known => ReasonOf(known, output) is not null).Answer;
        return exitCode == 0
            ? isUpdate && answer == AptAnswer.NotFetched ? answer : AptAnswer.Done
            : answer == AptAnswer.Done ? AptAnswer.Failed : answer;
    }

    /// <summary>The line that tells why: the first one with the words of the answer, else the last error, else the last line.</summary>
    public static string ReasonOf(AptAnswer answer, string output)
    {
        var lines = Lines(output);
        return Known.Where(known => known.Answer == answer).Select(known => ReasonOf(known, output)).FirstOrDefault(line => line is not null)
            ?? lines.LastOrDefault(line => line.StartsWith("E: ", StringComparison.Ordinal))
            ?? lines.LastOrDefault()
            ?? "it said nothing";
    }

    private static string? ReasonOf((AptAnswer Answer, string[] Words) known, string output) =>
        Lines(output).FirstOrDefault(line => IsComplaint(line) && known.Words.Any(words => line.Contains(words, StringComparison.Ordinal)));

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsComplaint(string line) =>
        Complaints.Any(start => line.StartsWith(start, StringComparison.Ordinal));
}
