using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>What a build can register with its host, in one sentence. Of two registrations of one kind the later one wins.</summary>
public static class CakeHostExtensions
{
    /// <summary>Uses a context of the build's own; its constructor gets its parameters from the container.</summary>
    /// <typeparam name="TContext">The type of the context.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseContext<TContext>(this CakeHost host)
        where TContext : class, IFrostingContext
        => Configure(host, services => services.AddSingleton<IFrostingContext, TContext>());

    /// <summary>Uses one object for the set-up and the teardown of the run.</summary>
    /// <typeparam name="TLifetime">The type of the lifetime.</typeparam>
    /// <param name="host">The host.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseLifetime<TLifetime>(this CakeHost host)
        where TLifetime : class, IFrostingLifetime
        => Configure(host, services => services.AddSingleton<IFrostingLifetime, TLifetime>());

    /// <summary>Sets a value of Cake's configuration; <c>CAKE_*</c> variables, <c>cake.config</c> and the command line come before it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="key">The setting's key, for example <c>Settings_ShowProcessCommandLine</c>.</param>
    /// <param name="value">The setting's value.</param>
    /// <returns>The same host.</returns>
    public static CakeHost UseCakeSetting(this CakeHost host, string key, string value)
        => Configure(host, services => services.AddSingleton(new CakeSetting(key, value)));

    private static CakeHost Configure(CakeHost host, Action<IServiceCollection> services)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.ConfigureServices(services);
    }
}
