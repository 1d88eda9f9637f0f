using Cake.Frosting;
using GlanceGate;
using GlanceGate.Terminal;
using GlanceGate.Verdicts;
using Microsoft.Extensions.DependencyInjection;

StandardStreams.Steady();
var outcome = new RunOutcome();
using var interrupt = new Interrupt();
var code = new CakeHost()
    .ConfigureServices(services => services.AddSingleton(outcome).AddSingleton(interrupt))
    .UseContext<GateContext>()
    .UseLifetime<GateLifetime>()
    .UseCakeSetting("Settings_NoReport", "true")
    .UseCakeSetting("Settings_UnifiedDependencyGraphForMultipleTargets", "false")
    .Run(args);

if (StandardStreams.Lost is not null)
{
    outcome.Record(Outcome.PostFailure);
}

// an exit code thrown from a task does not survive Cake's report, so the outcome is kept beside it
return outcome.ExitCode(code);
