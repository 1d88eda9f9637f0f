using GlanceGate.Changes;
using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Engine.Packages;
using GlanceGate.ImageMaking;
using GlanceGate.Machine;
using GlanceGate.Model;
using GlanceGate.Stack.Nodes;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Runs;

/// <summary>What every command that needs an engine works with: the engine, the images, the records of sessions, and a swept floor.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly EngineLease _lease;
    private readonly Dictionary<string, string> _labels;

    private Workshop(GateSettings settings, Surroundings around, EngineLease lease, HostPackages packages, IRunEvents events)
    {
        var time = around.Time;
        _lease = lease;
        Settings = settings;
        Events = events;
        Time = time;
        Dotnet = around.Dotnet;
        _labels = new Dictionary<string, string> { [GateLabels.Session] = SessionName.New(time), [GateLabels.Owner] = SessionOwner.Current() };
        Images = new ImageProvider(lease.Engine, Path.Combine(settings.Root, "build", "Images"), _labels, time) { Patience = settings.Patience, Packages = packages };
        Changes = new ChangedImages(lease.Engine, Images, _labels);
        Kept = new KeptStacks(settings.StateFolder);
        Records = new SessionRecords(settings.StateFolder);
        Sweeper = new Sweeper(
            lease.Engine, Kept, Records, new ProcessTable(), session => new NodeProcesses(Path.Combine(settings.Root, "jobs"), session, _ => { }, time), time);
    }

    /// <summary>The checked command line.</summary>
    public GateSettings Settings { get; }

    /// <summary>The engine.</summary>
    public IContainerEngine Engine => _lease.Engine;

    /// <summary>What the engine is.</summary>
    public EngineInfo Info => _lease.Info;

    /// <summary>Images.</summary>
    public ImageProvider Images { get; }

    /// <summary>Images with changes.</summary>
    public ChangedImages Changes { get; }

    /// <summary>Kept stacks.</summary>
    public KeptStacks Kept { get; }

    /// <summary>Sessions of this host.</summary>
    public SessionRecords Records { get; }

    /// <summary>Removes what killed runs left.</summary>
    public Sweeper Sweeper { get; }

    /// <summary>What was swept when the workshop was opened.</summary>
    public SweepResult Swept { get; private set; } = new([], []);

    /// <summary>Where run events go.</summary>
    public IRunEvents Events { get; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>What the .NET command line is started as.</summary>
    public IReadOnlyList<string> Dotnet { get; }

    /// <summary>Connects to an engine, or starts the gate's own, and sweeps what killed runs left on it.</summary>
    /// <param name="settings">The checked command line.</param>
    /// <param name="around">What the command meets outside.</param>
    /// <param name="clock">Times the phase.</param>
    /// <param name="events">Where run events go.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EngineException">There is no engine to be had.</exception>
    public static async Task<Workshop> OpenAsync(
        GateSettings settings, Surroundings around, PhaseClock clock, IRunEvents events, CancellationToken cancellation)
    {
        var packages = HostPackages.OfThisMachine(settings.Patience);
        var lease = await clock.RunAsync("engine", () => around.Connect(
            new EngineRequest(settings.Engine, settings.StateFolder, AllowEmbedded: true) { Patience = settings.Patience, Packages = packages }, events.ProgressOf("engine", around.Time), cancellation));
        var workshop = new Workshop(settings, around, lease, packages, events);
        try
        {
            workshop.Note($"engine: {lease.Info.Name} at {lease.Info.Endpoint}: {lease.Reason}");
            workshop.Swept = await workshop.SweepAsync(all: false, cancellation);
            return workshop;
        }
        catch
        {
            await workshop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sweeps, and says what was swept.</summary>
    /// <returns>What was swept and what could not be.</returns>
    public async Task<SweepResult> SweepAsync(bool all, CancellationToken cancellation)
    {
        var result = await Sweeper.SweepAsync(all, cancellation);
        foreach (var session in result.Sessions)
        {
            Note($"swept what session {session.Session} left behind: {string.Join(", ", session.Removed)}");
        }

        foreach (var problem in result.Problems)
        {
            Note($"sweep: {problem}");
        }

        return result;
    }

    /// <summary>Has the images ready, building what is missing.</summary>
    /// <returns>Image name to engine reference.</returns>
    /// <exception cref="EngineException">Images cannot be had; every failure is in the message.</exception>
    public Task<IReadOnlyDictionary<string, string>> PrepareAsync(IEnumerable<string> names, CancellationToken cancellation) =>
        Images.EnsureAllAsync([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], Events.ImageProgress(Time), cancellation);

    /// <summary>The engine is the gate's own and must go on after this process, because a stack is kept on it.</summary>
    public void KeepEngine() => _lease.KeepRunning();

    /// <summary>Says something to people.</summary>
    public void Note(string text, string? variant = null) => Events.Publish(new RunEvent.Note(Time.GetUtcNow(), variant, text));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _lease.DisposeAsync();
}
