using Cake.Cli;
using Cake.Common.Modules;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Modules;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Cake.Frosting.Internal;

/// <summary>The services that a host starts with; the build's own registrations come after these and win.</summary>
internal static class HostServices
{
    public static void AddTo(IServiceCollection services)
    {
        Cli.ServiceCollectionExtensions.UseModule<CoreModule>(services);
        Cli.ServiceCollectionExtensions.UseModule<CommonModule>(services);

        services.AddSingleton<IConsole, CakeConsole>();
        services.AddSingleton(_ => AnsiConsole.Console);
        services.AddSingleton<ICakeLog, CakeBuildLog>();
        services.AddSingleton<ICakeReportPrinter, CakeReportPrinter>();
        services.AddSingleton(ReadConfiguration);
        services.AddSingleton<IFrostingContext, FrostingContext>();

        services.AddSingleton<BuildScriptHost<IFrostingContext>>();
        services.AddSingleton<DryRunScriptHost<IFrostingContext>>();
        services.AddSingleton<TreeScriptHost>();
        services.AddSingleton<DescriptionScriptHost>();

        services.AddSingleton<IVersionResolver, VersionResolver>();
        services.AddSingleton<VersionFeature>();
        services.AddSingleton<InfoFeature>();
    }

    // created when first asked for: the working directory, where cake.config lies, must be set by then
    private static ICakeConfiguration ReadConfiguration(IServiceProvider services)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in services.GetServices<CakeSetting>())
        {
            settings[setting.Key] = setting.Value;
        }

        var arguments = services.GetRequiredService<ICakeArguments>().GetArguments()
            .ToDictionary(argument => argument.Key, argument => argument.Value.FirstOrDefault() ?? string.Empty);
        var environment = services.GetRequiredService<ICakeEnvironment>();
        return new CakeConfigurationProvider(services.GetRequiredService<IFileSystem>(), environment)
            .CreateConfiguration(environment.WorkingDirectory, settings, arguments);
    }
}
