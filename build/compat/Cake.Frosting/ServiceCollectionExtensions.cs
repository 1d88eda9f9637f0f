using Cake.Core.Composition;
using Cake.Core.IO;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What a build can register with its host. Of two registrations of one kind the later one wins.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Uses a context of the build's own; its constructor gets its parameters from the container.</summary>
    /// <typeparam name="TContext">The type of the context.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseContext<TContext>(this IServiceCollection services)
        where TContext : class, IFrostingContext
        => services.AddSingleton<IFrostingContext, TContext>();

    /// <summary>Uses one object for the set-up and the teardown of the run.</summary>
    /// <typeparam name="TLifetime">The type of the lifetime.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseLifetime<TLifetime>(this IServiceCollection services)
        where TLifetime : class, IFrostingLifetime
        => services
            .AddSingleton<IFrostingLifetime, TLifetime>()
            .AddSingleton<IFrostingSetup>(provider => provider.GetRequiredService<IFrostingLifetime>())
            .AddSingleton<IFrostingTeardown>(provider => provider.GetRequiredService<IFrostingLifetime>());

    /// <summary>Uses a set-up of the run.</summary>
    /// <typeparam name="TSetup">The type of the set-up.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseSetup<TSetup>(this IServiceCollection services)
        where TSetup : class, IFrostingSetup
        => services.AddSingleton<IFrostingSetup, TSetup>();

    /// <summary>Uses a teardown of the run.</summary>
    /// <typeparam name="TTeardown">The type of the teardown.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTeardown<TTeardown>(this IServiceCollection services)
        where TTeardown : class, IFrostingTeardown
        => services.AddSingleton<IFrostingTeardown, TTeardown>();

    /// <summary>Uses one object for the set-up and the teardown of each task.</summary>
    /// <typeparam name="TLifetime">The type of the lifetime.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTaskLifetime<TLifetime>(this IServiceCollection services)
        where TLifetime : class, IFrostingTaskLifetime
        => services
            .AddSingleton<IFrostingTaskLifetime, TLifetime>()
            .AddSingleton<IFrostingTaskSetup>(provider => provider.GetRequiredService<IFrostingTaskLifetime>())
            .AddSingleton<IFrostingTaskTeardown>(provider => provider.GetRequiredService<IFrostingTaskLifetime>());

    /// <summary>Uses a set-up of each task.</summary>
    /// <typeparam name="TSetup">The type of the set-up.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTaskSetup<TSetup>(this IServiceCollection services)
        where TSetup : class, IFrostingTaskSetup
        => services.AddSingleton<IFrostingTaskSetup, TSetup>();

    /// <summary>Uses a teardown of each task.</summary>
    /// <typeparam name="TTeardown">The type of the teardown.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseTaskTeardown<TTeardown>(this IServiceCollection services)
        where TTeardown : class, IFrostingTaskTeardown
        => services.AddSingleton<IFrostingTaskTeardown, TTeardown>();

    /// <summary>Registers what a Cake module registers.</summary>
    /// <typeparam name="TModule">The type of the module.</typeparam>
    /// <param name="services">The host's services.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseModule<TModule>(this IServiceCollection services)
        where TModule : ICakeModule, new()
        => Cli.ServiceCollectionExtensions.UseModule<TModule>(services);

    /// <summary>Sets the working directory of the run; <c>--working</c> comes before it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="path">The directory, relative to the current one or absolute. If it does not exist, the run fails.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseWorkingDirectory(this IServiceCollection services, DirectoryPath path)
        => services.AddSingleton(new WorkingDirectory(path));

    /// <summary>Sets a value of Cake's configuration; <c>CAKE_*</c> variables, <c>cake.config</c> and the command line come before it.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="key">The setting's key, for example <c>Settings_ShowProcessCommandLine</c>.</param>
    /// <param name="value">The setting's value.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseCakeSetting(this IServiceCollection services, string key, string value)
        => services.AddSingleton(new CakeSetting(key, value));

    /// <summary>Sets the directory in which Cake looks for tools.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="toolPath">The directory.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection UseToolPath(this IServiceCollection services, DirectoryPath toolPath)
    {
        ArgumentNullException.ThrowIfNull(toolPath);
        return services.UseCakeSetting("Paths_Tools", toolPath.FullPath);
    }
}
