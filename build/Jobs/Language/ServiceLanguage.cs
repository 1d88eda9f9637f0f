using static GlanceGate.Jobs.Language.TextShapes;

namespace GlanceGate.Jobs.Language;

/// <summary>The keys of services: Compose's words, and <c>config</c>.</summary>
internal static class ServiceLanguage
{
    private static ObjectShape Healthcheck { get; } = new("healthcheck", "a healthcheck",
    [
        new("http", Url, "URL to GET from inside the stack's network; the host is a service."),
        new(
            "status",
            new ListShape("a status code or a list of them", new IntegerShape("a status code", 100, 599)) { OrSingle = true, MinItems = 1 },
            "Accepted status codes of http; 200 to 399 when absent."),
        new("tcp", Endpoint, "service:port that must take connections, or a port of the service itself."),
        new("command", Arguments, "Command inside the container that must end with 0; a list, no shell."),
        new("in", Name, "Service in whose container the command runs; the service itself when absent."),
        new("log", Regex, "Regular expression that a line of the service's log must match."),
        new("exit", new IntegerShape("an exit code", 0, 255), "Exit code with which the service must end, for a service that runs once."),
        new("interval", Duration, "Pause between two probes; 500ms when absent."),
        new("timeout", Duration, "Deadline counted from the start of the container; 60s when absent."),
    ]);

    private static ObjectShape Dependency { get; } = new("dependency", "a dependency",
    [
        new(
            "condition",
            new ChoiceShape("a condition", ["service_started", "service_healthy", "service_completed_successfully"]),
            "What must hold before this service is started.") { Required = true, Removable = false },
    ]);

    private static EitherShape ConfigFile { get; } = new(
        "the text of a file, or sections of an INI file",
        Text with { Noun = "the text of a file" },
        new MapShape(
            "sections",
            Section,
            new MapShape("a section", IniKey, new ListShape("a value or a list of values", IniValue) { OrSingle = true, IsAddable = false })
            {
                Help = "keys stand in sections; a file without sections is written as a text: |",
            }));

    /// <summary>What a job or a matrix value changes about a service.</summary>
    public static ObjectShape Part { get; } = new("service-part", "a service",
    [
        new("image", Image, "A folder below build/Images, or a registry reference with a tag or digest."),
        new(
            "projects",
            new ListShape("a list of projects", Name with { Noun = "the name of a project" }) { Unique = true },
            "Projects whose code the service runs, and whose changes its image gets; all that the image holds when absent."),
        new("hostname", HostName, "Host name inside the container; the service's name when absent."),
        new("user", AnyText, "User inside the container; the image's when absent."),
        new("entrypoint", Arguments, "Replaces the image's entry point; a list, no shell."),
        new("command", Arguments, "Replaces the image's command; a list, no shell."),
        new(
            "environment",
            new MapShape("a mapping of variables", Variable, AnyText) { Help = "write NAME: value" },
            "Environment variables."),
        new(
            "config",
            new MapShape("a mapping of files", AbsolutePath, ConfigFile),
            "Files in the container: absolute path to text, or to INI sections. A list is a repeated key."),
        new("healthcheck", Healthcheck, "When the service counts as healthy: exactly one probe. Without it, as soon as it runs."),
        new(
            "depends_on",
            new MapShape("a mapping of services", Name, Dependency) { Help = "write db: {condition: service_healthy}" },
            "Services that must be in a condition before this one is started."),
        new("mem_limit", Size, "Memory limit, for example 512m or 1g."),
        new("pids_limit", new IntegerShape("a number of processes", 1, 4_194_304), "Most processes and threads at once; 4096 when absent."),
        new("read_only", new BooleanShape(), "Whether its root file system cannot be written; what it writes then lies in tmpfs or volumes, and it has no config."),
        new("egress", new BooleanShape(), "Whether it reaches networks outside of the stack; without it, the stack alone."),
        new(
            "tmpfs",
            new ListShape("a list of paths", TmpfsMount) { OrSingle = true },
            "Paths that are kept in memory, each with mount options after a colon if need be."),
        new(
            "volumes",
            new ListShape("a list of volumes", VolumeMount) { OrSingle = true, Unique = true },
            "Folders that services of the stack share, as name:/path; each is empty at first and goes with the stack."),
        new("cap_add", Names("capabilities"), "Capabilities added to the engine's default set, which is without NET_RAW here."),
        new("cap_drop", Names("capabilities"), "Capabilities dropped from it; ALL drops every one."),
        new("security_opt", Names("security options"), "Security options of the engine; no-new-privileges holds unless it says no-new-privileges:false."),
        new("devices", Names("devices"), "Host devices: /dev/x or /dev/x:/dev/y:rwm."),
        new("init", new BooleanShape(), "Whether a reaping init runs in front of the command."),
        new(
            "facts",
            new MapShape("a mapping of facts", Name with { Noun = "the name of a fact" }, Arguments) { Help = "write NAME: [command, argument]" },
            "Commands inside the container whose output the suite is given, each under its name; they run once the whole stack is healthy."),
    ]);

    /// <summary>The file of a service.</summary>
    public static ObjectShape File { get; } = new("service", "a service",
    [
        new(
            "name",
            Name,
            "Name of the service and of its file; other services find it under this name.") { Required = true, Removable = false },
        .. Part.Keys,
    ]);

    /// <summary>A service after everything is merged.</summary>
    public static ObjectShape Merged { get; } = Part with
    {
        Keys = [.. Part.Keys.Select(key => key.Name == "image" ? key with { Required = true } : key)],
    };

    private static ListShape Names(string what) => new($"a list of {what}", Line) { OrSingle = true, Unique = true };
}
