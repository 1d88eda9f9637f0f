using System.Text;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace GlanceGate.Unit.Compat.CakeFrosting;

/// <summary>
/// A host over Cake's real engine, with a log, consoles and an environment of its own. Tasks are registered one by one and are
/// internal, so that no host of another test finds them in this assembly.
/// </summary>
internal sealed class HostFixture
{
    private readonly StringBuilder _ansi = new();

    public HostFixture()
    {
        Host = CakeHost.Create().ConfigureServices(services => services
            .AddSingleton(Journal)
            .AddSingleton<ICakeLog>(Log)
            .AddSingleton<IConsole>(Console)
            .AddSingleton<ICakeEnvironment>(Environment)
            .AddSingleton(AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(new StringWriter(_ansi)) })));
    }

    public CakeHost Host { get; }

    public Journal Journal { get; } = new();

    public RecordingLog Log { get; } = new();

    public RecordingConsole Console { get; } = new();

    public FixedEnvironment Environment { get; } = new(TestContext.CurrentContext.WorkDirectory);

    /// <summary>All that was shown to the user.</summary>
    public string Shown => Console.Text + _ansi + string.Join('\n', Log.Lines);

    public HostFixture With<TTask>()
        where TTask : class, IFrostingTask
    {
        Host.ConfigureServices(services => services.AddSingleton<IFrostingTask, TTask>());
        return this;
    }

    public int Run(params string[] args) => Host.Run(args);
}
