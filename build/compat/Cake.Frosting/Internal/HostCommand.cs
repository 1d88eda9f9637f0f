using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>The host's only command: from a parsed command line to a finished run.</summary>
internal sealed class HostCommand(IServiceCollection services) : Command<HostCommandSettings>
{
    public override int Execute(CommandContext context, HostCommandSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(context.Remaining);
        services.AddSingleton<ICakeArguments>(context.Remaining.ToCakeArguments(settings.NoReport, settings.Targets));

        // not disposed: what the build registered ends with the process, as it does with the package
        var provider = services.BuildServiceProvider();
        var log = provider.GetRequiredService<ICakeLog>();
        try
        {
            if (settings.Version)
            {
                provider.GetRequiredService<VersionFeature>().Run(provider.GetRequiredService<IConsole>());
            }
            else if (settings.Info)
            {
                provider.GetRequiredService<InfoFeature>().Run(provider.GetRequiredService<IConsole>());
            }
            else
            {
                Run(provider, settings, log);
            }

            return 0;
        }
#pragma warning disable CA1031 // the last resort of a run: whatever ended it becomes one line of the log and an exit code
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return log.LogException(exception);
        }
    }

    private static void Run(ServiceProvider provider, HostCommandSettings settings, ICakeLog log)
    {
        // twice: a failure on the way to the configuration is logged as the command line wants it
        log.Verbosity = settings.Verbosity ?? Verbosity.Normal;
        EnterWorkingDirectory(provider, settings.WorkingDirectory);
        log.Verbosity = provider.GetRequiredService<ICakeConfiguration>().GetVerbosity(settings.Verbosity);

        var host = SelectHost(provider, settings);
        if (settings.Exclusive)
        {
            host.Settings.UseExclusiveTarget();
        }

        var engine = provider.GetRequiredService<ICakeEngine>();
        var context = provider.GetRequiredService<IFrostingContext>();
        new TaskRegistration(engine, context, log).Register(provider.GetServices<IFrostingTask>());
        if (provider.GetService<IFrostingLifetime>() is { } lifetime)
        {
            engine.RegisterSetupAction(info => lifetime.Setup(context, info));
            engine.RegisterTeardownAction(info => lifetime.Teardown(context, info));
        }

        host.RunTargets(settings.Targets);
    }

    private static void EnterWorkingDirectory(ServiceProvider provider, DirectoryPath? option)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var directory = option?.MakeAbsolute(environment) ?? environment.WorkingDirectory;
        if (!provider.GetRequiredService<IFileSystem>().GetDirectory(directory).Exists)
        {
            throw new FrostingException($"The working directory '{directory.FullPath}' does not exist.");
        }

        environment.WorkingDirectory = directory;
    }

    private static ScriptHost SelectHost(ServiceProvider provider, HostCommandSettings settings) => settings switch
    {
        { DryRun: true } => provider.GetRequiredService<DryRunScriptHost<IFrostingContext>>(),
        { Tree: true } => provider.GetRequiredService<TreeScriptHost>(),
        { Description: true } => provider.GetRequiredService<DescriptionScriptHost>(),
        _ => provider.GetRequiredService<BuildScriptHost<IFrostingContext>>(),
    };
}
