using System.Text;
using GlanceGate.Engine;
using GlanceGate.Inputs;
using GlanceGate.Jobs;
using GlanceGate.Stack;

namespace GlanceGate.Suites;

/// <summary>The container of a foreign suite. Pure functions but for reading the suite's files.</summary>
internal static class ForeignSuiteSpec
{
    /// <summary>Name by which the services of the stack find it.</summary>
    public const string Alias = "suite";

    /// <summary>Where the description of the stack is; the variable <see cref="Variable"/> says so as well.</summary>
    public const string Description = "/gate/stack.json";

    /// <summary>Variable with the path of the description, the same as for a suite on this machine.</summary>
    public const string Variable = "GATE_STACK";

    private const string FilesFolder = "/gate/files";

    /// <summary>What is created: on the stack's network, as the image's own user, without any capability.</summary>
    /// <param name="use">The suite and what the job says about it.</param>
    /// <param name="image">The engine's reference of its image.</param>
    /// <param name="stack">The stack; the suite's files are read from this machine.</param>
    /// <exception cref="EngineException">A file is larger than what is put into a container.</exception>
    public static ContainerSpec Of(ForeignSuiteUse use, string image, StackUnderTest stack)
    {
        var sources = stack.Run.Description.Files;
        var targets = sources.ToDictionary(file => file.Key, file => $"{FilesFolder}/{file.Key}/{Path.GetFileName(file.Value)}", StringComparer.Ordinal);
        var files = sources.ToDictionary(file => targets[file.Key], file => new ContextFile(Read(file.Key, file.Value), ContextFile.Data), StringComparer.Ordinal);

        // only this container sees it, and everything in it is the suite's
        files[Description] = new ContextFile(Encoding.UTF8.GetBytes((stack.Run.Description with { Files = targets }).ToJson()), ContextFile.Data);
        return new ContainerSpec(
            $"gate-{stack.Labels[GateLabels.Session]}-suite-{use.Suite.Name}",
            image,
            stack.Network,
            [Alias, .. use.Suite.Aliases],
            new Dictionary<string, string>(stack.Labels, StringComparer.Ordinal) { [GateLabels.Service] = Alias })
        {
            Hostname = Alias,
            Command = CommandOf(use, stack.Run.Where),
            Environment = new Dictionary<string, string> { [Variable] = Description },
            Files = files,
            PidsLimit = ContainerDefaults.PidsLimit,
            MemoryLimit = use.Suite.MemoryLimit,
            Cpuset = stack.Cpuset,
            CapDrop = ["ALL"],
            SecurityOpt = [ContainerDefaults.NoNewPrivileges],
            // hands on the signal that stops it, which a first process without a handler would not see
            Init = true,
        };
    }

    private static byte[] Read(string name, string path)
    {
        try
        {
            return InputFile.Read(path, InputLimits.SuiteContainerFile);
        }
        catch (InputException problem)
        {
            throw new EngineException($"the suite's file '{name}': {problem.Message}", problem);
        }
    }

    private static string[] CommandOf(ForeignSuiteUse use, string where) =>
    [
        .. use.Suite.Command,
        .. use.Values.SelectMany(pair => pair.Value.Select(value => $"--{pair.Key}={value}")),
        .. where.Length == 0 ? (string[])[] : [$"--where={where}"],
    ];
}
