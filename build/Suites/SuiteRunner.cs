using System.Text.Json;
using System.Text.RegularExpressions;
using GlanceGate.Inputs;
using GlanceGate.Machine;
using GlanceGate.Model;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Suites;

/// <summary>Builds a suite project and runs it against a stack, in processes of their own.</summary>
/// <param name="tests">Absolute path of the folder that holds the suite projects.</param>
/// <param name="events">Where tests are reported as they end.</param>
/// <param name="time">Clock.</param>
internal sealed partial class SuiteRunner(string tests, IRunEvents events, TimeProvider time)
{
    private const int LastLines = 40;

    /// <summary>What the .NET command line is started as.</summary>
    public IReadOnlyList<string> Dotnet { get; init; } = ["dotnet"];

    /// <summary>How long a suite that is to end has before it is killed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Builds a suite. Independent of any stack, so it can be done while one starts.</summary>
    /// <param name="project">Folder under the tests folder.</param>
    /// <param name="session">Session that the processes of the build belong to.</param>
    /// <param name="started">Given the id of the process group as soon as it exists.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <exception cref="SuiteBuildException">It does not build.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; no process is left.</exception>
    public async Task<BuiltSuite> BuildAsync(string project, string session, Action<int> started, CancellationToken cancellation)
    {
        // No server process may outlive the gate, and the two properties save the run from evaluating the project again.
        string[] command =
        [
            .. Dotnet, "build", Path.Combine(tests, project), "-v", "q", "--nologo", "--disable-build-servers",
            "-t:Build", "-getProperty:TargetPath", "-getProperty:RunSettingsFilePath",
        ];
        var output = new List<string>();
        var errors = new List<string>();
        using var process = ProcessGroup.Start(command, tests, Environment((SessionRecords.Variable, session)), (line, isError) =>
        {
            lock (output)
            {
                (isError ? errors : output).Add(line);
            }
        });
        started(process.Id);
        var exitCode = await process.WaitAsync(Grace, time, cancellation);
        cancellation.ThrowIfCancellationRequested();
        lock (output)
        {
            if (exitCode == 0 && ReadBuild(project, output) is { } suite)
            {
                return suite;
            }

            List<string> said = [.. errors.Concat(output).Where(line => line.Length > 0).Distinct()];
            throw new SuiteBuildException($"the suite {project} does not build (exit code {exitCode})", [.. said.TakeLast(LastLines)])
            {
                IsOfTheSuite = said.Any(line => CodeError().IsMatch(line)),
            };
        }
    }

    /// <summary>Runs a suite to its end.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="run">What it runs against.</param>
    /// <param name="started">Given the id of the process group as soon as it exists, so that a record of the session can hold it.</param>
    /// <param name="cancellation">
    /// Stops the suite: SIGTERM to its process group, SIGKILL after <see cref="Grace"/>. The call does not throw then but returns the tests
    /// that had ended, with <see cref="SuiteResult.Error"/> set, so that they are reported; who cancelled knows why.
    /// </param>
    public async Task<SuiteResult> RunAsync(BuiltSuite suite, SuiteRun run, Action<int> started, CancellationToken cancellation)
    {
        var begin = time.GetTimestamp();
        var results = Path.Combine(run.Folder, "results");
        if (Directory.Exists(results))
        {
            // the results of an earlier run must not be taken for those of this one
            Directory.Delete(results, recursive: true);
        }

        PrivateFiles.CreateFolder(results);
        var description = Path.Combine(run.Folder, "stack.json");
        try
        {
            PrivateFiles.Write(description, run.Description.ToJson());
            using var reader = new SuiteOutput(run, events, time, new SuiteConsole());
            using var process = ProcessGroup.Start(
                Command(suite, run.Where, results), tests, Environment(("GATE_STACK", description), (SessionRecords.Variable, run.Description.Session)), (line, _) => reader.Take(line));
            started(process.Id);
            var exitCode = await process.WaitAsync(Grace, time, cancellation);
            reader.End();
            var (files, problems) = ReadResults(results);
            return SuiteEnding.Decide(
                exitCode,
                cancellation.IsCancellationRequested,
                [.. files.Select(run.Redact)],
                reader.Tests,
                [.. problems, .. reader.LastLines],
                time.GetElapsedTime(begin));
        }
        finally
        {
            File.Delete(description);
        }
    }

    /// <summary>The texts of the result files, and why there is none of some.</summary>
    private static (List<string> Files, List<string> Problems) ReadResults(string folder)
    {
        var (files, problems) = (new List<string>(), new List<string>());
        var there = Directory.GetFiles(folder, "*.xml");
        foreach (var file in there)
        {
            try
            {
                // of several none is the run's
                files.Add(there.Length == 1 ? InputFile.ReadText(file, InputLimits.SuiteResults) : string.Empty);
            }
            catch (InputException problem)
            {
                problems.Add($"the result file {Path.GetFileName(file)}: {problem.Message}");
            }
        }

        return (files, problems);
    }

    /// <summary>An error of the compiler or of an analyzer, and none of MSBuild, of the SDK or of the restoring of packages.</summary>
    [GeneratedRegex(@"(?:^|: )error (?!MSB|NETSDK|NU\d)[A-Za-z]+\d+:")]
    private static partial Regex CodeError();

    private string[] Command(BuiltSuite suite, string where, string results) =>
    [
        .. Dotnet, "test", suite.Assembly,
        .. suite.Settings is null ? (string[])[] : ["--settings", suite.Settings],
        "--logger", "console;verbosity=normal",
        "--results-directory", results,
        "--",
        $"NUnit.TestOutputXml={results}",
        "NUnit.DisplayName=FullName",
        .. where.Length == 0 ? (string[])[] : [$"NUnit.Where={where}"],
    ];

    /// <summary>The gate may run under <c>dotnet run</c>, whose MSBuild variables would send a nested build astray.</summary>
    private static Dictionary<string, string?> Environment(params (string Name, string Value)[] more)
    {
        var result = System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name, _ => (string?)null);
        result["DOTNET_CLI_UI_LANGUAGE"] = "en";
        result["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        result["DOTNET_NOLOGO"] = "1";
        result["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        result["MSBUILDDISABLENODEREUSE"] = "1";

        // A suite lives too short for what its profile would gain: a third of its processor time went into compiling it again.
        result["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in more)
        {
            result[name] = value;
        }

        return result;
    }

    private static BuiltSuite? ReadBuild(string project, List<string> output)
    {
        try
        {
            using var document = JsonDocument.Parse(string.Join('\n', output));
            var properties = document.RootElement.GetProperty("Properties");
            var settings = properties.GetProperty("RunSettingsFilePath").GetString();
            return new BuiltSuite(project, properties.GetProperty("TargetPath").GetString()!, string.IsNullOrEmpty(settings) ? null : settings);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
