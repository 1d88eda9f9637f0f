using System.Reflection;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>Runs a build: finds its tasks, reads the command line, hands both to Cake's engine.</summary>
public sealed class CakeHost
{
    private readonly ServiceCollection _services = [];
    private readonly List<Assembly> _assemblies = [];

    /// <summary>Creates a host that takes its tasks from the entry assembly.</summary>
    public CakeHost()
    {
        HostServices.AddTo(_services);
        if (Assembly.GetEntryAssembly() is { } entry)
        {
            _assemblies.Add(entry);
        }
    }

    /// <summary>Creates a host that takes its tasks from the entry assembly.</summary>
    /// <returns>The host.</returns>
    public static CakeHost Create() => new();

    /// <summary>Takes tasks from another assembly too: all its exported, non-abstract classes that are an <see cref="IFrostingTask"/>.</summary>
    /// <param name="assembly">The assembly; one that was added before is searched twice, and its tasks are then registered twice, an error.</param>
    /// <returns>This host.</returns>
    public CakeHost AddAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        _assemblies.Add(assembly);
        return this;
    }

    /// <summary>Changes the host's services.</summary>
    /// <param name="services">Called at once; a later registration wins over an earlier one.</param>
    /// <returns>This host.</returns>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services(_services);
        return this;
    }

    /// <summary>Runs the targets that the command line asks for. To be called once.</summary>
    /// <param name="args">The command line. What is no option of the host is left to the build, in <c>context.Arguments</c>.</param>
    /// <returns>0 for success, -1 for a command line that cannot be read, and otherwise 1 or the code of a bare <see cref="Cake.Core.CakeException"/>.</returns>
    public int Run(IEnumerable<string> args)
    {
        foreach (var task in _assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Where(IsTask))
        {
            _services.AddSingleton(typeof(IFrostingTask), task);
        }

        var app = new CommandApp<HostCommand>();
        app.Configure(configuration =>
        {
            configuration.Settings.Registrar.RegisterInstance<IServiceCollection>(_services);

            // "--version=1.2.3" is then an argument of the build, not the host's switch with an excess value
            configuration.Settings.ConvertFlagsToRemainingArguments = true;
        });
        return app.Run(args);
    }

    private static bool IsTask(Type type) => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IFrostingTask));
}
