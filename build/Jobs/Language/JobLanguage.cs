using GlanceGate.Model;
using static GlanceGate.Jobs.Language.TextShapes;

namespace GlanceGate.Jobs.Language;

/// <summary>The keys of job files, declared once: the reader checks against them and the JSON Schema is written from them.</summary>
internal static class JobLanguage
{
    /// <summary>
    /// Keys that every item has at most one of: an item is a mapping with one of these keys, or the name of a matrix axis.
    /// </summary>
    public const string JobItem = "job";

    /// <inheritdoc cref="JobItem"/>
    public const string ProjectItem = "project";

    /// <inheritdoc cref="JobItem"/>
    public const string ServiceItem = "service";

    /// <summary>Start of the names of items that hold values for anchors and are nothing by themselves.</summary>
    public const string AnchorPrefix = "x-";

    /// <summary>Key of a suite: how many tests must be executed at least.</summary>
    public const string MinimumTests = "minimum-tests";

    /// <summary>Key of a pipeline: the pipelines whose jobs run in it too.</summary>
    public const string Include = "include";

    /// <summary>Key of a job: what differs of the variants that have a matrix value.</summary>
    public const string Variants = "variants";

    /// <summary>The axis whose every value needs a file.</summary>
    public const string VirtItem = "virt";

    /// <summary>Pipelines that a project may have.</summary>
    public static IReadOnlyList<string> Pipelines { get; } = ["check", "gate", "quick", "experimental", "periodic"];

    /// <summary>What a control may have to end as, in the verdict's words.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["success", "failure", "infrastructure", "timed-out", "post-failure"];

    /// <summary>Why it may have to, in the verdict's words.</summary>
    public static IReadOnlyList<string> Causes { get; } =
        [.. CauseKinds.All.Except([CauseKinds.Interrupted, CauseKinds.Expectation, CauseKinds.NothingRan, CauseKinds.Config])];

    private const string Forever = "For as long as the entry stands when absent.";

    private static ListShape Capabilities =>
        new("a list of capabilities", Value with { Noun = "the name of a capability" }) { Unique = true };

    private static ListShape Paths =>
        new("a regular expression of paths or a list of them", Regex) { OrSingle = true, MinItems = 1, Unique = true };

    private static ListShape Combinations =>
        new(
            "a list of combinations",
            new MapShape("a combination", Name with { Noun = "the name of an axis" }, Value) { Removable = false });

    private static MapShape Services => new("a mapping of services", Name with { Noun = "the name of a service" }, ServiceLanguage.Part)
    {
        Help = "write 'db: {}' for each, which takes services/db.yaml as it is",
    };

    private static ObjectShape Change { get; } = new("change", "a change",
    [
        new("project", Name, "The project that is changed.") { Required = true, Removable = false },
        new(
            "patch",
            RelativePath,
            "A patch, a folder of patches or a source tree, relative to the folder of the job files.") { Required = true, Removable = false },
    ]);

    private static ListShape Changes { get; } = new("a list of changes", Change);

    private static ObjectShape ImageFile { get; } = new("image-file", "a file of an image",
    [
        new("image", Image, "Image as in a service.") { Required = true, Removable = false },
        new("path", AbsolutePath, "Path inside the image.") { Required = true, Removable = false },
    ]);

    private static ObjectShape Skip { get; } = new("skip", "a skip",
    [
        new("test", Regex, "Regular expression that the full name of a test matches.") { Required = true },
        new("reason", Prose, "Why skipping it is no gap in what the job proves.") { Required = true },
        new("until", Date, $"Last day on which it is one without a remark; for two weeks after it what it explains is a warning, then red. {Forever}"),
    ]);

    private static ObjectShape Suite { get; } = new("suite", "a suite",
    [
        new("project", Value with { Noun = "a folder below tests/" }, "Folder below tests/ that holds the suite."),
        new("where", AnyText with { Placeholders = false }, "NUnit test selection; empty selects all."),
        new("parameters", new MapShape("a mapping of parameters", AnyKey, AnyText), "Handed to the suite as they are."),
        new("files", new MapShape("a mapping of files", Value, ImageFile), "Files that are taken out of images for the suite."),
        new(
            "skips",
            new MapShape("a mapping of skips", Name, Skip) { IsGrouped = true },
            "Tests that may be skipped besides those that need a capability which the stack lacks, by a short name or in groups; one that is never needed is reported. A null value removes an inherited one, or a group."),
        new(
            MinimumTests,
            new MapShape("a mapping of suites", Value with { Noun = "the name of a suite" }, new IntegerShape("a number of tests", 1, 1_000_000))
            {
                Help = "write TopDown: 100",
            },
            "Suite to how many of its tests must be executed at least, skipped ones not counted. It holds for the tests selected where it is written: a selection that narrows the suite later has a number of its own, or none."),
    ]);

    /// <summary>A matrix value may change what the suite is given; which suite runs is the job's.</summary>
    private static ObjectShape SuiteOfAxisValue { get; } = Suite with
    {
        Name = "suite-of-value",
        Keys = [.. Suite.Keys.Where(key => key.Name is "parameters" or "files" or "skips" or MinimumTests)],
    };

    private static ObjectShape ImageApiAudit { get; } = new("image-api-audit", "an audit of the image API",
    [
        new("service", Name, "Service that serves the image API."),
        new(
            "clients",
            new ListShape("a list of services", Name) { MinItems = 1, Unique = true },
            "Services that must use v2 of it and never v1."),
        new(
            "forbid",
            new MapShape("a mapping of services", Name, new ListShape("a list of operations", Operation) { MinItems = 1, Unique = true })
            {
                Help = "write api: ['GET /v2/images/{id}/file']",
            },
            "Operations of v2 that a service must not use, as the audit's report names them."),
    ]);

    private static ObjectShape Audit { get; } = new(
        "audit",
        "an audit",
        [new("image-api", ImageApiAudit, "Who used which version of the image API.")]);

    private static ObjectShape AllowedError { get; } = new("allowed-error", "an allowed error",
    [
        new("service", Name, "Service whose log it stands in."),
        new("pattern", Regex, "Regular expression that the whole text of the event must match; as narrow as can be."),
        new("reason", Prose, "Why it is harmless, or what would have to be mended for it to go away."),
        new(
            "during",
            new ChoiceShape("a part of the run", ["start", "suite"]),
            "When it may come: until every service is ready, or while the suite runs; at any time when absent."),
        new("sometimes", new BooleanShape(), "Whether a run without it is as good; otherwise its absence is reported."),
        new("until", Date, $"Last day on which it may come without a remark; for two weeks after it the error is a warning, then red. {Forever}"),
    ])
    {
        MinKeys = 1,
    };

    private static ObjectShape LogProgram { get; } = new("log-program", "a program that writes to a log",
    [
        new("service", Name, "Service whose log it writes to."),
        new("lines", Regex, "Regular expression that the first line of what it writes matches; the whole log is its when absent."),
        new("errors", Regex, "Regular expression that a line of it matches that reports an error."),
    ]);

    private static ObjectShape LogScan { get; } = new("log-scan", "a log scan",
    [
        new(
            "services",
            new ListShape("a list of services", Name with { Noun = "the name of a service" }) { Unique = true },
            "Services whose logs count besides those that run a project under test or have a part in the audit."),
        new(
            "programs",
            new MapShape("a mapping of programs", Name with { Noun = "the name of a program" }, LogProgram)
            {
                Help = "write name: {service: ..., lines: ..., errors: ...}",
            },
            "Programs that are not under test and write to services' logs; their errors are warnings. A null value removes an inherited one."),
        new(
            "allow",
            new MapShape("a mapping of allowed errors", Name with { Noun = "the name of an allowed error" }, AllowedError)
            {
                Help = "write name: {service: ..., pattern: ..., reason: ...}",
                IsGrouped = true,
            },
            "Errors that are known to be harmless, by a short name or in groups. A null value removes an inherited one, or a group."),
    ]);

    private static ObjectShape ExpectedCause { get; } = new("expected-cause", "a cause",
    [
        new("kind", new ChoiceShape("a kind of cause", Causes), "What kind of cause it is.") { Required = true, Removable = false },
        new("subject", Prose, "What it is about: the service, client, test or suite by its full name; anything when absent."),
        new("says", Prose, "Text, not a pattern, that its message or a line of its details contains; any when absent."),
    ]);

    private static ObjectShape Expect { get; } = new("expect", "an expectation",
    [
        new("outcome", new ChoiceShape("an outcome", Outcomes), "Outcome that the job must have."),
        new(
            "because",
            new ListShape("a cause or a list of causes", new EitherShape("a cause", new ChoiceShape("a cause", Causes), ExpectedCause))
            {
                OrSingle = true,
                MinItems = 1,
            },
            "All causes that it must have: each must come, and no other may. A word alone is a kind of cause, whatever it is about."),
    ]);

    private static ObjectShape PipelineJob { get; } = new("pipeline-job", "a job of a pipeline",
    [
        new("voting", new BooleanShape(), "Whether the outcome counts in this pipeline."),
        new("timeout", Duration, "Longest time of a run in this pipeline."),
    ]);

    private static ObjectShape Pipeline { get; } = new("pipeline", "a pipeline",
    [
        new(
            Include,
            new ListShape("a pipeline or a list of pipelines", new ChoiceShape("a pipeline", Pipelines)) { OrSingle = true, MinItems = 1, Unique = true },
            "Pipelines whose jobs run in this one too, of all projects, with their values there; they come first, and 'jobs' may give them other values.") { Removable = false },
        new(
            "jobs",
            new ListShape(
                "a list of jobs",
                new EitherShape(
                    "a job, or a job with values",
                    Name with { Noun = "the name of a job" },
                    new MapShape("a job with values", Name, PipelineJob) { Entries = 1 })),
            "Names of jobs, each with values for this pipeline if need be; they come after those that are included.") { Removable = false },
    ])
    {
        MinKeys = 1,
    };

    /// <summary>What a job says of its runs, and may say otherwise of some of its variants.</summary>
    private static IReadOnlyList<Key> OfVariants { get; } =
    [
        new("timeout", Duration, "Longest time of a run up to the end of the suite; 30m when absent."),
        new("post-timeout", Duration, "Time kept back for evidence and clean-up; 2m when absent."),
        new(
            "attempts",
            new IntegerShape("a number of attempts", 1, 10),
            "How often set-up may be tried; a failed test is never retried. 1 when absent."),
        new("voting", new BooleanShape(), "Whether the outcome counts; true when absent."),
    ];

    private static ObjectShape VariantOverride { get; } = new("variant", "what differs of a variant", OfVariants) { MinKeys = 1 };

    /// <summary>Keys of a job that a matrix value is merged over, besides services and capabilities.</summary>
    public static IReadOnlyList<string> PartsOfAxisValues { get; } = ["suite", "audit", "log-scan", "nodeset"];

    /// <summary>Keys whose value in the file of a matrix value is taken as it stands, instead of the job's.</summary>
    public static IReadOnlyList<string> ReplacedByAxisValues { get; } = ["changes", "host", .. OfVariants.Select(key => key.Name)];

    /// <summary>Keys of <c>matrix</c>: the axes, and two words of their own.</summary>
    public static ObjectShape Matrix { get; } = new("matrix", "a matrix",
    [
        new(
            "exclude",
            Combinations,
            "Combinations to leave out; one that names some axes takes out every combination that has its values."),
        new("include", Combinations, "Combinations to add after exclude, or whose values are added to the combinations that they fit."),
    ])
    {
        Rest = new(
            "a matrix",
            Name with { Noun = "the name of an axis" },
            new ListShape("a list of values", Value) { OrSingle = true, MinItems = 1, Unique = true }),
    };

    /// <summary>Keys of every suite, whose names no foreign suite may have.</summary>
    public static IReadOnlyList<string> SuiteKeys { get; } = [.. Suite.Keys.Select(key => key.Name)];

    /// <summary>The items of job files, each with the shape of its value; any other item is a value of a matrix axis.</summary>
    /// <param name="suites">Foreign suites that jobs may name.</param>
    public static IReadOnlyList<(string Name, Shape Shape)> Items(IReadOnlyList<ForeignSuite> suites) =>
        [(JobItem, Job(suites)), (ProjectItem, Project), (ServiceItem, ServiceLanguage.File), (VirtItem, AxisValue)];

    /// <summary>A job.</summary>
    /// <param name="suites">Foreign suites that it may name.</param>
    public static ObjectShape Job(IReadOnlyList<ForeignSuite> suites) => new("job", "a job",
    [
        new("name", Name, "Name of the job.") { Required = true, Removable = false },
        new("parent", Name, "Job whose values this one takes over."),
        new("abstract", new BooleanShape(), "Whether the job is there to be inherited from only."),
        new("description", Prose, "What the job proves."),
        .. OfVariants,
        new("files", Paths, "Files of a change for which the job runs in a pipeline: at least one of them must match at least one of these; all when absent."),
        new("irrelevant-files", Paths, "Files of a change for which the job does not run in a pipeline when nothing else is changed."),
        new("matrix", Matrix, "Axes and their values; every combination is a variant. A value of virt is a file below virt/."),
        new(
            Variants,
            new MapShape("a mapping of matrix values", Value with { Noun = "a matrix value" }, VariantOverride) { Help = "write value: {voting: false}" },
            "What differs of the variants that have a matrix value, for this job alone."),
        new("capabilities", Capabilities, "What the suite may expect of the stack."),
        new("changes", Changes, "Changes under test, applied to the images of their projects."),
        new(
            "services",
            Services,
            "Services of the stack, each a file below services/, with what this job changes about it. A null value removes."),
        new("nodeset", NodesetLanguage.Nodeset, "Hosts that exist already, on which services of the stack run instead of in containers."),
        new(
            "suite",
            Suite with { Keys = [.. Suite.Keys, .. suites.Select(SuiteLanguage.KeyOf)] },
            "What runs against the stack: a project, or a foreign suite, which is an image with a suite.yaml."),
        new("audit", Audit, "What is read from access logs after the suite."),
        new("log-scan", LogScan, "What the services' logs may say from the start to the end of the suite; they are not looked at when absent."),
        new("expect", Expect, "What a control must end as. A job without it must succeed."),
    ]);

    /// <summary>A project: which jobs run when.</summary>
    public static ObjectShape Project { get; } = new("project", "a project",
    [
        new("name", Prose, "Name of the project, for people."),
        .. Pipelines.Select(name => new Key(name, Pipeline, $"What runs in the pipeline '{name}'.")),
    ]);

    /// <summary>The file of a matrix value.</summary>
    public static ObjectShape AxisValue { get; } = new("virt", "a matrix value",
    [
        new("name", Value, "The value, which is also the name of the file.") { Required = true, Removable = false },
        new("parent", Value with { Noun = "the name of a value" }, "Another value of this axis, which this one is merged over."),
        new("description", Prose, "What the value stands for."),
        new("host", Prose, "What stands in for the host that the value is about, if it is not what its name promises; every report says it beside the variant's name."),
        .. OfVariants.Select(key => key with { Description = $"Takes the place of the job's: {key.Description}" }),
        new("services", Services, "What the value changes about the services of a job; it is merged over the job."),
        new("capabilities", Capabilities, "What the suite may expect of the stack, besides what the job says."),
        new("changes", Changes, "Changes under test that take the place of the job's, for a stack that runs other releases of the same projects."),
        new("suite", SuiteOfAxisValue, "What the value changes about the suite; it is merged over the job's."),
        new("audit", Audit, "What the value changes about the audit; it is merged over the job's."),
        new("log-scan", LogScan, "What the value changes about the log scan; it is merged over the job's."),
        new("nodeset", NodesetLanguage.Nodeset, "What the value changes about the nodeset; it is merged over the job's."),
    ]);
}
