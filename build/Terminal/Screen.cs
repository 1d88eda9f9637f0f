using Spectre.Console;

namespace GlanceGate.Terminal;

/// <summary>What people and CI systems see of the gate.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
/// <param name="Commands">Standard output for the gate's own commands to a CI system.</param>
internal sealed record Screen(TextWriter Output, TextWriter Errors, TextWriter Commands)
{
    /// <summary>What this process was started with.</summary>
    public static Screen OfThisProcess => new(Console.Out, Console.Error, StandardStreams.Commands)
    {
        Board = CanRedraw(AnsiConsole.Console) ? AnsiConsole.Console : null,
        Colours = HasColours(AnsiConsole.Console) ? AnsiConsole.Console : null,
        Lost = () => StandardStreams.Lost,
    };

    /// <summary>The terminal on which a board may be redrawn in place, or null where every line stays.</summary>
    public IAnsiConsole? Board { get; init; }

    /// <summary>The terminal that shows colours, or null.</summary>
    public IAnsiConsole? Colours { get; init; }

    /// <summary>Says why something was not shown, or gives null while everything was.</summary>
    public Func<string?> Lost { get; init; } = () => null;

    private static bool HasColours(IAnsiConsole console) => console.Profile.Capabilities.Ansi && !Console.IsOutputRedirected;

    // a CI system keeps every byte as a log
    private static bool CanRedraw(IAnsiConsole console) =>
        HasColours(console) && console.Profile.Capabilities.Interactive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
}
