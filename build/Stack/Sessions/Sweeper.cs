using System.ComponentModel;
using GlanceGate.Engine;
using GlanceGate.Machine;
using GlanceGate.Stack.Nodes;

namespace GlanceGate.Stack.Sessions;

/// <summary>What a sweep removed.</summary>
/// <param name="Sessions">One entry a session, ordered by id.</param>
/// <param name="Problems">What could not be removed and why, one line each.</param>
internal sealed record SweepResult(IReadOnlyList<SweptSession> Sessions, IReadOnlyList<string> Problems);

/// <summary>A session whose leftovers were removed.</summary>
/// <param name="Session">Session id.</param>
/// <param name="Owner">Its owner as the label or the record says, or empty.</param>
/// <param name="Removed">What was removed, for people: <c>container x</c>, <c>network y</c>, <c>process 4711</c>, <c>folder z</c>.</param>
internal sealed record SweptSession(string Session, string Owner, IReadOnlyList<string> Removed);

/// <summary>Removes what a killed gate left: engine objects, child processes, private folders.</summary>
/// <remarks>
/// A session is swept when its owner ran on this host and has ended, and it is not a kept stack. One of another host may be at work
/// this moment, and a kept stack without an entry here may have one in another state folder, so these are swept only on request. The owner is judged by process id, start time and boot, never by age.
/// </remarks>
/// <param name="engine">Engine to sweep.</param>
/// <param name="kept">Stacks that are kept.</param>
/// <param name="records">Sessions that this host's gate began.</param>
/// <param name="processes">This host's processes.</param>
/// <param name="nodes">Makes what runs a session's commands of nodes.</param>
/// <param name="time">Clock of deadlines.</param>
internal sealed class Sweeper(
    IContainerEngine engine, KeptStacks kept, SessionRecords records, ProcessTable processes, Func<string, INodeCommands> nodes, TimeProvider time)
{
    private static readonly TimeSpan RemovalDeadline = TimeSpan.FromSeconds(60);

    /// <summary>Sweeps.</summary>
    /// <param name="all">Also sessions of other hosts and kept stacks of other state folders, on the user's word that they are over.</param>
    /// <param name="cancellation">Stops it; the next sweep finds the rest.</param>
    /// <exception cref="EngineException">The engine cannot list its objects.</exception>
    public async Task<SweepResult> SweepAsync(bool all, CancellationToken cancellation)
    {
        var items = await engine.ListAsync(new Dictionary<string, string?> { [GateLabels.Session] = null }, cancellation).ConfigureAwait(false);
        var objects = items.ToLookup(item => item.Labels[GateLabels.Session], StringComparer.Ordinal);
        var known = records.All().ToDictionary(record => record.Session, StringComparer.Ordinal);
        var swept = new List<SweptSession>();
        var problems = new List<string>();
        foreach (var session in objects.Select(group => group.Key).Union(known.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var record = known.GetValueOrDefault(session);
            var owner = record?.Owner ?? objects[session].Select(item => item.Labels.GetValueOrDefault(GateLabels.Owner)).FirstOrDefault(label => label is not null);
            var isKeptElsewhere = objects[session].Any(item => item.Labels.ContainsKey(GateLabels.Kept));
            if (kept.Protects(session) || (isKeptElsewhere && !all) || !MaySweep(SessionOwner.Judge(owner, processes), all))
            {
                continue;
            }

            var removed = await SweepAsync(session, record, [.. objects[session]], problems, cancellation).ConfigureAwait(false);
            if (removed.Count > 0)
            {
                swept.Add(new SweptSession(session, owner ?? string.Empty, removed));
            }
        }

        return new SweepResult(swept, problems);
    }

    private static bool MaySweep(OwnerState owner, bool all) => owner switch
    {
        OwnerState.Alive => false,
        OwnerState.Dead => true,
        _ => all,
    };

    private async Task<List<string>> SweepAsync(
        string session, SessionRecord? record, EngineObject[] items, List<string> problems, CancellationToken cancellation)
    {
        var before = problems.Count;
        var removed = new List<string>();

        // Children first: a suite that still runs would report the loss of its services.
        if (record is not null)
        {
            removed.AddRange(KillChildren(record, problems));
        }

        // Not tried again when it fails: what it needs is in the folder that is removed now, as there are secrets in it.
        var failed = record is null ? [] : await LeaveNodesAsync(record, removed, cancellation).ConfigureAwait(false);

        problems.AddRange(await SessionObjects.RemoveAsync(engine, items, cancellation).ConfigureAwait(false));
        var left = items.Length == 0 ? [] : await SessionObjects.ListAsync(engine, session, cancellation).ConfigureAwait(false);
        removed.AddRange(items.ExceptBy(left.Select(item => item.Id), item => item.Id).Select(SessionObjects.Name));

        if (record?.Folder is { } folder && Directory.Exists(folder))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                removed.Add($"folder {folder}");
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                problems.Add($"folder {folder} was not removed: {problem.Message}");
            }
        }

        if (record is not null && problems.Count == before)
        {
            records.End(session);
        }

        problems.AddRange(failed);
        return removed;
    }

    private async Task<List<string>> LeaveNodesAsync(SessionRecord record, List<string> removed, CancellationToken cancellation)
    {
        var problems = new List<string>();
        foreach (var (node, command) in record.Removals.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            using var deadline = new CancellationTokenSource(RemovalDeadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            try
            {
                var code = await nodes(record.Session).RunAsync(command, (_, _) => { }, either.Token).ConfigureAwait(false);
                (code == 0 ? removed : problems).Add(code == 0 ? $"service on node {node}" : $"the service on node {node} was not removed: exit code {code} of {command.Arguments[0]}");
            }
            catch (Exception problem) when (problem is InvalidOperationException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                problems.Add($"the service on node {node} was not removed: {problem.Message}");
            }
        }

        return problems;
    }

    private List<string> KillChildren(SessionRecord record, List<string> problems)
    {
        var killed = new List<string>();
        var same = record.Children.Where(child => processes.StartTicks(child.Process) == child.StartTicks).Select(child => child.Process);
        foreach (var process in same.Union(processes.WithEnvironment(SessionRecords.Variable, record.Session)).Where(id => id != Environment.ProcessId))
        {
            try
            {
                if (ProcessTable.Kill(process))
                {
                    killed.Add($"process {process}");
                }
            }
            catch (Win32Exception problem)
            {
                problems.Add($"process {process} was not ended: {problem.Message}");
            }
        }

        return killed;
    }
}
