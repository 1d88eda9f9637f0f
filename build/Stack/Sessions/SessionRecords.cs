using System.Text.Json;
using System.Text.Json.Serialization;
using GlanceGate.Machine;
using GlanceGate.Stack.Nodes;

namespace GlanceGate.Stack.Sessions;

/// <summary>A session that this state folder's gate runs, for the sweeper of a later run.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Owner">Owner as in the label.</param>
/// <param name="Folder">Private folder of the session's raw logs and the suite's description, removed with it; null when there is none.</param>
/// <param name="Children">Child processes that must not outlive the session.</param>
internal sealed record SessionRecord(string Session, string Owner, string? Folder, IReadOnlyList<ChildProcess> Children)
{
    /// <summary>What takes away what the session put on hosts of others, by the name of each.</summary>
    public IReadOnlyDictionary<string, NodeCommand> Removals { get; init; } = new Dictionary<string, NodeCommand>();
}

/// <summary>A process, told from a later one with the same id.</summary>
/// <param name="Process">Process id.</param>
/// <param name="StartTicks">Start time in clock ticks since boot.</param>
internal sealed record ChildProcess(int Process, long StartTicks);

/// <summary>The session records under <c>sessions/</c> of a state folder.</summary>
/// <remarks>
/// <para>When to call: <see cref="Begin"/> before the session makes anything, <see cref="AddChild"/> right after a child was started,
/// <see cref="End"/> when nothing of the session is left or it was handed over as a kept stack.</para>
/// <para>Children are started with <see cref="Variable"/> in their environment, so that what they start themselves, and what is left
/// when only the parent died, is found as well.</para>
/// </remarks>
/// <param name="stateFolder">The gate's state folder.</param>
internal sealed class SessionRecords(string stateFolder)
{
    /// <summary>Environment variable that names the session in every child process.</summary>
    public const string Variable = "GLANCE_GATE_SESSION";

    private const string Extension = ".json";

    private readonly string _folder = Path.Combine(stateFolder, "sessions");

    // a record is read, changed and written, and nodes are worked on at the same time
    private readonly Lock _changing = new();

    /// <summary>Records a session of this process.</summary>
    /// <param name="session">Session id.</param>
    /// <param name="folder">See <see cref="SessionRecord.Folder"/>.</param>
    /// <exception cref="ArgumentException">The folder is not inside the state folder, and what a sweep removes must be ours.</exception>
    public void Begin(string session, string? folder)
    {
        if (folder is not null && !Path.GetFullPath(folder).StartsWith(Path.GetFullPath(stateFolder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{folder} is not inside {stateFolder}.", nameof(folder));
        }

        Save(new SessionRecord(session, SessionOwner.Current(), folder, []));
    }

    /// <summary>Records a child process of a session; nothing when it has ended already.</summary>
    /// <exception cref="InvalidOperationException">The session was not begun.</exception>
    public void AddChild(string session, int process)
    {
        if (new ProcessTable().StartTicks(process) is not { } ticks)
        {
            return;
        }

        Change(session, record => record with { Children = [.. record.Children, new ChildProcess(process, ticks)] });
    }

    /// <summary>Records how to take away what a session is about to put on a host; in place of what was recorded for the host.</summary>
    /// <exception cref="InvalidOperationException">The session was not begun.</exception>
    public void AddRemoval(string session, string node, NodeCommand command) => Change(
        session, record => record with { Removals = new Dictionary<string, NodeCommand>(record.Removals) { [node] = command } });

    /// <summary>Forgets a session; nothing when it is forgotten already.</summary>
    public void End(string session)
    {
        if (Directory.Exists(_folder))
        {
            File.Delete(PathOf(session));
        }
    }

    /// <summary>Reads a session's record; null when there is none or it cannot be read.</summary>
    public SessionRecord? Find(string session)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(PathOf(session)), SessionJson.Default.SessionRecord);
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Every session that has a record, ordered by id.</summary>
    public IReadOnlyList<SessionRecord> All() => !Directory.Exists(_folder) ? [] :
    [
        .. Directory.EnumerateFiles(_folder, "*" + Extension)
            .Select(Path.GetFileNameWithoutExtension)
            .OfType<string>()
            .Order(StringComparer.Ordinal)
            .Select(Find)
            .OfType<SessionRecord>(),
    ];

    private void Change(string session, Func<SessionRecord, SessionRecord> change)
    {
        lock (_changing)
        {
            Save(change(Find(session) ?? throw new InvalidOperationException($"Session {session} was not begun.")));
        }
    }

    private void Save(SessionRecord record)
    {
        PrivateFiles.CreateFolder(_folder);
        PrivateFiles.Write(PathOf(record.Session), JsonSerializer.Serialize(record, SessionJson.Default.SessionRecord));
    }

    private string PathOf(string session) => Path.Combine(_folder, PrivateFiles.CheckSession(session) + Extension);
}

/// <summary>Generated serializer of what is kept between runs; every member is required.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SessionRecord))]
[JsonSerializable(typeof(KeptStack))]
internal sealed partial class SessionJson : JsonSerializerContext;
