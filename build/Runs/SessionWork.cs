using GlanceGate.Engine;
using GlanceGate.Evidence;
using GlanceGate.Jobs;
using GlanceGate.Model;
using GlanceGate.Stack;
using GlanceGate.Stack.Nodes;
using GlanceGate.Stack.Sessions;
using GlanceGate.Suites;
using GlanceGate.Topology;
using GlanceGate.Verdicts;

namespace GlanceGate.Runs;

/// <summary>What one session owns besides its stack: its secrets, its private folder, its record for the sweeper.</summary>
/// <remarks>The record is written before anything else exists, so that whatever ends this process, the next run finds all of it.</remarks>
internal sealed class SessionWork : IAsyncDisposable
{
    private readonly Workshop _workshop;
    private readonly SecretBox _secrets;
    private Redactor _redactor;

    private SessionWork(Workshop workshop, string session, string folder, TopologyPlan plan, SecretBox secrets, StackSession stack)
    {
        _workshop = workshop;
        _secrets = secrets;
        _redactor = new Redactor(secrets.Values);
        Session = session;
        Folder = folder;
        Plan = plan;
        Stack = stack;
    }

    /// <summary>Session id.</summary>
    public string Session { get; }

    /// <summary>Private folder: raw logs, the suite's description and results.</summary>
    public string Folder { get; }

    /// <summary>Private folder of the suite.</summary>
    public string SuiteFolder => Path.Combine(Folder, "suite");

    /// <summary>What is to run.</summary>
    public TopologyPlan Plan { get; private set; }

    /// <summary>The stack.</summary>
    public StackSession Stack { get; }

    /// <summary>Service name to fact name to its text; empty until the stack is up.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Facts { get; private set; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Begins a session for a variant; nothing is done on the engine yet.</summary>
    /// <param name="workshop">What the run works with.</param>
    /// <param name="variant">The variant.</param>
    /// <param name="images">Image name to engine reference.</param>
    /// <param name="reach">What the stack's network reaches.</param>
    public static SessionWork Begin(
        Workshop workshop, JobVariant variant, IReadOnlyDictionary<string, string> images, NetworkReach reach = NetworkReach.Itself)
    {
        var session = SessionName.New(workshop.Time);
        var folder = Path.Combine(workshop.Settings.StateFolder, "work", session);
        workshop.Records.Begin(session, folder);
        var secrets = new SecretBox();
        var plan = TopologyPlanner.Plan(variant, session, SessionOwner.Current(), secrets.Get) with { Reach = reach };
        var stack = StackSession.Create(plan, images, workshop.Engine, workshop.Events, workshop.Time, Path.Combine(folder, "logs"), NodesOf(workshop, session, folder));
        return new SessionWork(workshop, session, folder, plan, secrets, stack);
    }

    private static NodeWork NodesOf(Workshop workshop, string session, string folder)
    {
        var processes = new NodeProcesses(
            Path.Combine(workshop.Settings.Root, "jobs"), session, process => workshop.Records.AddChild(session, process), workshop.Time);
        return new NodeWork(
            Path.Combine(folder, "nodes"),
            processes,
            workshop.Info.Endpoint.ToString(),
            (node, command) => workshop.Records.AddRemoval(session, node, processes.Resolve(command)));
    }

    /// <summary>Moves the stack, which is up, to another variant with the same services, and asks for facts anew; secrets stay what they are.</summary>
    /// <exception cref="StackFailedException">A service did not come up, or has no answer; the stack can be moved on.</exception>
    public async Task ApplyAsync(JobVariant variant, IReadOnlyDictionary<string, string> images, CancellationToken cancellation)
    {
        Plan = TopologyPlanner.Plan(variant, Session, SessionOwner.Current(), _secrets.Get) with { Secrets = _secrets.Values };
        _redactor = new Redactor(_secrets.Values);
        await Stack.ApplyAsync(Plan, images, cancellation);
        Facts = await FactReader.ReadAsync(Plan, Stack.ExecAsync, _workshop.Time, cancellation);
    }

    /// <summary>Brings the stack up and asks its services for their facts.</summary>
    /// <exception cref="StackFailedException">A service did not become what the plan says, or has no answer.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await Stack.StartAsync(cancellation);
        Facts = await FactReader.ReadAsync(Plan, Stack.ExecAsync, _workshop.Time, cancellation);
    }

    /// <summary>What a suite is told about the stack; a way into its network is added by who opens one.</summary>
    /// <param name="files">Name to path of the suite's files.</param>
    public StackDescription Describe(IReadOnlyDictionary<string, string> files) => new(
        Session,
        Plan.Variant.Job,
        Plan.Variant.Name,
        Plan.Variant.Capabilities,
        Plan.SuiteParameters,
        files,
        string.Empty,
        Stack.Addresses)
    {
        Facts = Facts,
    };

    /// <summary>Takes the session's secrets out of a text.</summary>
    public string Redact(string text) => _redactor.Redact(text);

    /// <summary>Collects the evidence; what cannot be collected is a problem of the returned run.</summary>
    /// <param name="run">The run so far.</param>
    /// <param name="post">Time that is kept back for evidence.</param>
    public async Task<VariantRun> CollectAsync(VariantRun run, CancellationToken post)
    {
        var suiteLog = Path.Combine(SuiteFolder, SuiteRun.LogName);
        var collected = await new EvidenceCollector(_workshop.Engine).CollectAsync(
            new EvidenceRequest(
                Plan,
                Stack.LogFiles,
                File.Exists(suiteLog) ? suiteLog : null,
                Stack.Addresses,
                Audit: run.Suite is not null,
                Path.Combine(_workshop.Settings.Artifacts, Session))
            {
                LogWindows = Stack.LogWindows,
                Facts = Facts,
            },
            post);
        return run with { Audit = collected.Audit, Logs = collected.Logs, PostProblems = [.. run.PostProblems, .. collected.Problems] };
    }

    /// <summary>Keeps the stack: what is needed to use and to remove it is recorded, then it is let go of.</summary>
    /// <param name="images">Image name to engine reference.</param>
    /// <param name="changes">The changes that are in its images.</param>
    public async Task KeepAsync(IReadOnlyDictionary<string, string> images, IReadOnlyList<AppliedChange> changes)
    {
        var files = await SuiteFiles.TakeAsync(_workshop, Plan.Variant.Suite, images, Plan.Labels, CancellationToken.None);
        var kept = new KeptStack(
            Session, Plan.Variant.Job, Plan.Variant.Name, _workshop.Info.Endpoint.ToString(), Stack.GatewayContainer, _workshop.Time.GetUtcNow())
        {
            Changes = changes,
            Plan = new KeptPlan(Plan.Labels[GateLabels.Owner], Plan.Reach, _secrets.Named, Stack.Digests),
        };
        _workshop.Kept.Keep(kept, Describe(files));
        try
        {
            await Stack.DetachAsync();
        }
        catch
        {
            // the session still owns the stack and will remove it
            _workshop.Kept.Remove(Session);
            throw;
        }

        _workshop.KeepEngine();
    }

    /// <summary>Removes the stack.</summary>
    /// <returns>What was left behind, one line each.</returns>
    public Task<IReadOnlyList<string>> CleanUpAsync() => Stack.CleanUpAsync();

    /// <summary>Cleans up what is left and forgets the session.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }

        _workshop.Records.End(Session);
    }
}
