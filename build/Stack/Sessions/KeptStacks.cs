using System.Text.Json;
using GlanceGate.Engine;
using GlanceGate.Machine;
using GlanceGate.Model;

namespace GlanceGate.Stack.Sessions;

/// <summary>A stack that outlives its run on purpose.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Job">Job name.</param>
/// <param name="Variant">Variant name.</param>
/// <param name="Engine">Endpoint of the engine that runs it.</param>
/// <param name="Gateway">Name of its gateway container.</param>
/// <param name="Created">When it was kept.</param>
internal sealed record KeptStack(string Session, string Job, string Variant, string Engine, string Gateway, DateTimeOffset Created)
{
    /// <summary>The changes that are in its images.</summary>
    public IReadOnlyList<AppliedChange> Changes { get; init; } = [];

    /// <summary>What it was made from, by which another run can go on with it; null of a stack that an older gate has kept.</summary>
    public KeptPlan? Plan { get; init; }

    /// <summary>Whether it is on its way from some changes to others, or has stopped on it: nobody knows what its services are.</summary>
    public bool IsMoving { get; init; }
}

/// <summary>What a kept stack was made from.</summary>
/// <param name="Owner">Owner as in the labels of its objects.</param>
/// <param name="Reach">What its network reaches.</param>
/// <param name="Secrets">Name to value of its secrets.</param>
/// <param name="Digests">Service name to the digest of its container's plan, as in <see cref="StackSession.Digests"/>.</param>
internal sealed record KeptPlan(
    string Owner, NetworkReach Reach, IReadOnlyDictionary<string, string> Secrets, IReadOnlyDictionary<string, string> Digests);

/// <summary>The kept stacks under <c>kept/</c> of a state folder: what <c>Suite</c> and <c>Down</c> need, one folder a session.</summary>
/// <remarks>A folder appears and disappears in one step, so that a killed gate leaves a whole entry or none. It holds passwords: mode 0700.</remarks>
/// <param name="stateFolder">The gate's state folder.</param>
internal sealed class KeptStacks(string stateFolder)
{
    private const string RecordFile = "kept.json";
    private const string DescriptionFile = "stack.json";

    private readonly string _folder = Path.Combine(stateFolder, "kept");

    /// <summary>Records a kept stack; one of the same session is replaced.</summary>
    /// <exception cref="IOException">It cannot be written; the stack is then not protected from sweeping.</exception>
    public void Keep(KeptStack stack, StackDescription description)
    {
        var target = FolderOf(stack.Session);
        PrivateFiles.CreateFolder(_folder);
        var written = Path.Combine(_folder, $".{stack.Session}.new");
        Delete(written);
        PrivateFiles.CreateFolder(written);
        Write(written, stack, description);
        Remove(stack.Session);
        Directory.Move(written, target);
    }

    /// <summary>Writes what became of a kept stack, each file in one step; the record last, so that one that is not moving has the description beside it.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="description">What a suite needs to know of it, or null for what is known.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Update(KeptStack stack, StackDescription? description = null) => Write(FolderOf(stack.Session), stack, description);

    /// <summary>Every kept stack that can be read, oldest first.</summary>
    public IReadOnlyList<KeptStack> List() => [.. Sessions().Select(Find).OfType<KeptStack>().OrderBy(stack => stack.Created)];

    /// <summary>Sessions that have an entry, whole or damaged, ordered by id. Damaged ones too can be given to <see cref="Remove"/>.</summary>
    public IReadOnlyList<string> Sessions() => !Directory.Exists(_folder) ? [] :
    [
        .. Directory.EnumerateDirectories(_folder)
            .Select(folder => Path.GetFileName(folder))
            .Where(name => !name.StartsWith('.'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a session must not be swept: it has an entry, even one that cannot be read.</summary>
    public bool Protects(string session) => Sessions().Contains(session, StringComparer.Ordinal);

    /// <summary>Finds a kept stack; null when there is none or its entry is damaged.</summary>
    public KeptStack? Find(string session)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(Path.Combine(FolderOf(session), RecordFile)), SessionJson.Default.KeptStack);
        }
        catch (Exception damaged) when (damaged is IOException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Reads what a suite needs to know of a kept stack; its proxy is empty.</summary>
    /// <exception cref="IOException">There is no such kept stack.</exception>
    /// <exception cref="FormatException">The entry is damaged.</exception>
    public StackDescription Describe(string session) => StackDescription.Parse(File.ReadAllText(Path.Combine(FolderOf(session), DescriptionFile)));

    /// <summary>Holds a kept stack while it is used: any number of users, or one who changes it.</summary>
    /// <param name="session">Session id.</param>
    /// <param name="alone">Whether it is changed.</param>
    /// <returns>Lets go of it when disposed of; null when others use it in a way that this does not go with. What a killed gate held is free.</returns>
    public IDisposable? Hold(string session, bool alone)
    {
        var path = LockOf(session);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, alone ? FileAccess.ReadWrite : FileAccess.Read, alone ? FileShare.None : FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Forgets a kept stack; nothing when it is forgotten already. Call it after the stack is gone.</summary>
    public void Remove(string session)
    {
        var folder = FolderOf(session);
        if (Directory.Exists(folder))
        {
            var leaving = Path.Combine(_folder, $".{session}.old");
            Delete(leaving);
            Directory.Move(folder, leaving);
            Delete(leaving);
            File.Delete(LockOf(session));
        }
    }

    private static void Write(string folder, KeptStack stack, StackDescription? description)
    {
        if (description is not null)
        {
            PrivateFiles.Write(Path.Combine(folder, DescriptionFile), description.ToJson());
        }

        PrivateFiles.Write(Path.Combine(folder, RecordFile), JsonSerializer.Serialize(stack, SessionJson.Default.KeptStack));
    }

    private string LockOf(string session) => Path.Combine(_folder, $".{PrivateFiles.CheckSession(session)}.lock");

    private string FolderOf(string session) => Path.Combine(_folder, PrivateFiles.CheckSession(session));

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
