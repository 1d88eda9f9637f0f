using GlanceGate.Engine.Embedded;

namespace GlanceGate.Engine.Packages;

/// <summary>The machine on which packages are installed.</summary>
internal interface IPackageHost
{
    /// <summary>Whether packages can be installed here by this process.</summary>
    bool MayInstall { get; }

    /// <summary>Whether there is a command.</summary>
    bool Has(string command);

    /// <summary>Who installs packages now or is about to: the first holder of a lock of the package manager; null when nobody does.</summary>
    LockHolder? Holder();

    /// <summary>Takes the turn among the gates of this machine; disposing gives it back. Null when another gate has it.</summary>
    IDisposable? TryTakeTurn();

    /// <summary>The gate that has the turn; null when none has.</summary>
    LockHolder? TurnHolder();

    /// <summary>Runs a command of the package manager.</summary>
    /// <param name="command">Name and arguments.</param>
    /// <param name="lines">Gets each line.</param>
    /// <param name="deadline">Put off by each line; at its end the command is asked to end in order.</param>
    /// <exception cref="EngineException">It ran over its deadline.</exception>
    Task<CommandResult> RunAsync(IReadOnlyList<string> command, Action<string> lines, ProgressDeadline deadline);
}
