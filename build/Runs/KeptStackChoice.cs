using GlanceGate.CommandLine;
using GlanceGate.Engine;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Runs;

/// <summary>Which kept stack a command line means.</summary>
/// <param name="settings">The checked command line.</param>
/// <param name="kept">The kept stacks.</param>
internal sealed class KeptStackChoice(GateSettings settings, KeptStacks kept)
{
    /// <summary>The stack that is meant, or the only one.</summary>
    /// <exception cref="GateArgumentException">There is none, or which one is not plain.</exception>
    public KeptStack One()
    {
        var stacks = kept.List();
        return (settings.Session, stacks) switch
        {
            ({ } session, _) => stacks.FirstOrDefault(stack => stack.Session == session)
                ?? throw NotKept(session, [.. stacks.Select(stack => stack.Session)]),
            (null, []) => throw new GateArgumentException(["no stack is kept: bring one up with --target=Up"]),
            (null, [var only]) => only,
            _ => throw new GateArgumentException(
                [$"several stacks are kept, choose one with --session: {string.Join(", ", stacks.Select(stack => $"{stack.Session} ({stack.Variant})"))}"]),
        };
    }

    /// <summary>The session that is meant, or all that there are, damaged entries among them.</summary>
    /// <exception cref="GateArgumentException">The one that is meant is not kept.</exception>
    public IReadOnlyList<string> Sessions()
    {
        var sessions = kept.Sessions();
        return settings.Session is not { } session ? sessions : sessions.Contains(session) ? [session] : throw NotKept(session, sessions);
    }

    /// <summary>The command line for a stack: one that is kept on the gate's own engine is there, whatever other engine answers by now.</summary>
    public GateSettings OnEngineOf(KeptStack? stack) =>
        settings.Engine is null && EngineProvider.IsOwn(stack?.Engine, settings.StateFolder) ? settings with { Engine = stack!.Engine } : settings;

    private static GateArgumentException NotKept(string session, IReadOnlyList<string> kept) =>
        new([$"no stack '{session}' is kept; there are: {(kept.Count == 0 ? "none" : string.Join(", ", kept))}"]);
}
