using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Configures the services of a host; handed to <see cref="CakeHostExtensions.UseStartup{TStartup}"/>.</summary>
public interface IFrostingStartup
{
    /// <summary>Adds services. Called at once by <see cref="CakeHostExtensions.UseStartup{TStartup}"/>.</summary>
    /// <param name="services">The host's services; a later registration wins over an earlier one.</param>
    void Configure(IServiceCollection services);
}
