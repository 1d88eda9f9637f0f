using Cake.Core;
using Cake.Core.IO;

namespace GlanceGate.Unit.Compat.CakeFrosting;

/// <summary>An environment of its own: the real one would change the working directory of the test process.</summary>
internal sealed class FixedEnvironment(DirectoryPath workingDirectory) : ICakeEnvironment
{
    public DirectoryPath WorkingDirectory { get; set; } = workingDirectory;

    public DirectoryPath ApplicationRoot { get; } = new(AppContext.BaseDirectory);

    public ICakePlatform Platform { get; } = new CakePlatform();

    public ICakeRuntime Runtime { get; } = new CakeRuntime();

    public Dictionary<string, string> Variables { get; } = [];

    public DirectoryPath GetSpecialPath(SpecialPath path) => ApplicationRoot;

    public string? GetEnvironmentVariable(string variable) => Variables.GetValueOrDefault(variable);

    public IDictionary<string, string> GetEnvironmentVariables() => Variables;
}
