using Cake.Core.Composition;
using Cake.Core.IO;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What a build can register with its host, in one sentence. Of two registrations of one kind the later one wins.</summary>
public static class CakeHostExtensions
{
    /// <summary>Lets a class of the build configure the host's services.</summary>
    /// <typeparam name="TStartup">The type of the class.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseStartup<TStartup>(this CakeHost host)
        where TStartup : IFrostingStartup, new()
        => Configure(host, new TStartup().Configure);

    /// <summary>Uses a context of the build's own; its constructor gets its parameters from the container.</summary>
    /// <typeparam name="TContext">The type of the context.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext
        => Configure(host, services => services.UseContext<TContext>());

    /// <summary>Uses one object for the set-up and the teardown of the run.</summary>
    /// <typeparam name="TLifetime">The type of the lifetime.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime
        => Configure(host, services => services.UseLifetime<TLifetime>());

    /// <summary>Uses a set-up of the run.</summary>
    /// <typeparam name="TSetup">The type of the set-up.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseSetup<TSetup>(this CakeHost host)
        where TSetup : class, IFrostingSetup
        => Configure(host, services => services.UseSetup<TSetup>());

    /// <summary>Uses a teardown of the run.</summary>
    /// <typeparam name="TTeardown">The type of the teardown.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTeardown<TTeardown>(this CakeHost host)
        where TTeardown : class, IFrostingTeardown
        => Configure(host, services => services.UseTeardown<TTeardown>());

    /// <summary>Uses one object for the set-up and the teardown of each task.</summary>
    /// <typeparam name="TLifetime">The type of the lifetime.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTaskLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingTaskLifetime
        => Configure(host, services => services.UseTaskLifetime<TLifetime>());

    /// <summary>Uses a set-up of each task.</summary>
    /// <typeparam name="TSetup">The type of the set-up.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTaskSetup<TSetup>(this CakeHost host)
        where TSetup : class, IFrostingTaskSetup
        => Configure(host, services => services.UseTaskSetup<TSetup>());

    /// <summary>Uses a teardown of each task.</summary>
    /// <typeparam name="TTeardown">The type of the teardown.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseTaskTeardown<TTeardown>(this CakeHost host)
        where TTeardown : class, IFrostingTaskTeardown
        => Configure(host, services => services.UseTaskTeardown<TTeardown>());

    /// <summary>Registers what a Cake module registers.</summary>
    /// <typeparam name="TModule">The type of the module.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseModule<TModule>(this CakeHost host)
        where TModule : ICakeModule, new()
        => Configure(host, services => services.UseModule<TModule>());

    /// <summary>Sets the working directory of the run; <c>--working</c> comes before it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The directory, relative to the current one or absolute. If it does not exist, the run fails.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseWorkingDirectory(this CakeHost host, DirectoryPath path)
        => Configure(host, services => services.UseWorkingDirectory(path));

    /// <summary>Sets a value of Cake's configuration; <c>CAKE_*</c> variables, <c>cake.config</c> and the command line come before it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="key">The setting's key, for example <c>Settings_ShowProcessCommandLine</c>.</param>
    /// <param name="value">The setting's value.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseCakeSetting(this CakeHost host, string key, string value)
        => Configure(host, services => services.UseCakeSetting(key, value));

    /// <summary>Sets the directory in which Cake looks for tools.</summary>
    /// <param name="host">The host.</param>
    /// <param name="path">The directory.</param>
    /// <returns>The same host.</returns>
    public static CakeHost SetToolPath(this CakeHost host, DirectoryPath path)
        => Configure(host, services => services.UseToolPath(path));

    private static CakeHost Configure(CakeHost host, Action<IServiceCollection> services)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services);
    }
}
