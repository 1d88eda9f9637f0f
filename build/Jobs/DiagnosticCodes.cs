namespace GlanceGate.Jobs;

/// <summary>
/// Stable codes of everything that can be wrong with job files and their selection. A code is never reused for something else.
/// </summary>
internal static class DiagnosticCodes
{
    /// <summary>The text is not YAML.</summary>
    public const string Syntax = "GATE001";

    /// <summary>A tab indents a line.</summary>
    public const string Tab = "GATE002";

    /// <summary>A file is larger than 1 MiB.</summary>
    public const string FileTooLarge = "GATE003";

    /// <summary>Values are nested deeper than 32 levels.</summary>
    public const string TooDeep = "GATE004";

    /// <summary>A file holds too many values, aliases counted as often as they are used.</summary>
    public const string TooManyNodes = "GATE005";

    /// <summary>A file uses more than 100 aliases, or an alias that cannot be followed.</summary>
    public const string Alias = "GATE006";

    /// <summary>A tag that is not one of YAML's core schema, or that contradicts its value.</summary>
    public const string Tag = "GATE007";

    /// <summary>A file holds more than one document.</summary>
    public const string ManyDocuments = "GATE008";

    /// <summary>A merge key <c>&lt;&lt;</c>; jobs inherit by <c>parent</c>.</summary>
    public const string MergeKey = "GATE009";

    /// <summary>A key that is empty or no text.</summary>
    public const string KeyForm = "GATE010";

    /// <summary>The same key twice in one mapping.</summary>
    public const string DuplicateKey = "GATE011";

    /// <summary>A key that the language does not have.</summary>
    public const string UnknownKey = "GATE012";

    /// <summary>A value of the wrong kind: a list where a text is due, and so on.</summary>
    public const string WrongType = "GATE013";

    /// <summary>A key that must be there is not.</summary>
    public const string MissingKey = "GATE014";

    /// <summary>A value of the right kind that is not allowed.</summary>
    public const string BadValue = "GATE015";

    /// <summary>Not a duration.</summary>
    public const string BadDuration = "GATE016";

    /// <summary>Not a size, or too small a one.</summary>
    public const string BadSize = "GATE017";

    /// <summary>A <c>${...}</c> that means nothing.</summary>
    public const string UnknownPlaceholder = "GATE018";

    /// <summary>A <c>${secret:...}</c> with a bad name.</summary>
    public const string SecretName = "GATE019";

    /// <summary>Two jobs, services or matrix values of one name.</summary>
    public const string DuplicateName = "GATE020";

    /// <summary>An item in a file or folder where it does not belong, or under another name than its file's.</summary>
    public const string Misplaced = "GATE021";

    /// <summary>A file that is no regular file, or no text in UTF-8.</summary>
    public const string Unreadable = "GATE022";

    /// <summary>A parent that nobody declares.</summary>
    public const string UnknownParent = "GATE030";

    /// <summary>Jobs that inherit from each other in a circle.</summary>
    public const string ParentCycle = "GATE031";

    /// <summary>An abstract job asked to run.</summary>
    public const string AbstractSelected = "GATE032";

    /// <summary>A job that nobody declares.</summary>
    public const string UnknownJob = "GATE033";

    /// <summary>A variant that no selected job has.</summary>
    public const string UnknownVariant = "GATE034";

    /// <summary>A pipeline that no project has, or that has no jobs.</summary>
    public const string UnknownPipeline = "GATE035";

    /// <summary>Pipelines that include each other in a circle.</summary>
    public const string PipelineCycle = "GATE036";

    /// <summary>A pipeline of which no job runs for the files that a change touches.</summary>
    public const string NoJobForFiles = "GATE037";

    /// <summary>A matrix value without its file.</summary>
    public const string UnknownMatrixValue = "GATE040";

    /// <summary>The file of a matrix value that no job's matrix names.</summary>
    public const string UnusedMatrixValue = "GATE041";

    /// <summary>An axis in include or exclude that the matrix does not have.</summary>
    public const string UnknownAxis = "GATE042";

    /// <summary>An entry of include or exclude, or of what differs of variants, that changes nothing.</summary>
    public const string MatrixEntryUnused = "GATE043";

    /// <summary>A matrix of more than 256 variants.</summary>
    public const string MatrixTooLarge = "GATE044";

    /// <summary>A matrix that leaves no variant.</summary>
    public const string MatrixEmpty = "GATE045";

    /// <summary>Two variants of one name.</summary>
    public const string DuplicateVariant = "GATE046";

    /// <summary>A service without its file.</summary>
    public const string UnknownService = "GATE050";

    /// <summary>A dependency on a service that the stack does not have.</summary>
    public const string UnknownDependency = "GATE051";

    /// <summary>A service that depends on itself.</summary>
    public const string SelfDependency = "GATE052";

    /// <summary>Services that depend on each other in a circle.</summary>
    public const string DependencyCycle = "GATE053";

    /// <summary><c>service_healthy</c> on a service that has no healthcheck.</summary>
    public const string NoHealthcheck = "GATE054";

    /// <summary>A healthcheck with no probe, with more than one, or with a key of another probe.</summary>
    public const string HealthcheckProbe = "GATE055";

    /// <summary>A healthcheck that asks a host that is no service of the stack.</summary>
    public const string HealthcheckHost = "GATE056";

    /// <summary>An image that is neither a folder of images nor a reference with a tag or digest.</summary>
    public const string UnknownImage = "GATE057";

    /// <summary>A file below a tmpfs, where it could not be seen.</summary>
    public const string FileBelowTmpfs = "GATE058";

    /// <summary>A file of a service whose root file system cannot be written.</summary>
    public const string FileInReadOnly = "GATE064";

    /// <summary>A job without services.</summary>
    public const string NoServices = "GATE059";

    /// <summary>A change whose patch does not exist.</summary>
    public const string UnknownPatch = "GATE060";

    // GATE061 was a change in a version that could not apply any.

    /// <summary>A change that is no unified diff or source tree that can be applied.</summary>
    public const string BadChange = "GATE062";

    /// <summary>A change to a project that no image of the stack holds, or a service with such a project.</summary>
    public const string UnknownProject = "GATE063";

    /// <summary>A job with two suites.</summary>
    public const string TwoSuites = "GATE065";

    /// <summary>A test selection for a suite that takes none.</summary>
    public const string SuiteSelection = "GATE066";

    /// <summary>Two mounts of a service at one path.</summary>
    public const string MountedTwice = "GATE067";

    /// <summary>A capability that no suite knows.</summary>
    public const string UnknownCapability = "GATE068";

    /// <summary>A suite that does not exist.</summary>
    public const string UnknownSuite = "GATE069";

    /// <summary>An override that is not <c>address=value</c>.</summary>
    public const string SetSyntax = "GATE070";

    /// <summary>An override whose address leads nowhere.</summary>
    public const string SetAddress = "GATE071";

    /// <summary>A change on the command line that is not <c>project=path</c>.</summary>
    public const string ChangeSyntax = "GATE072";

    /// <summary>An entry of a log scan that can have no effect, as the log is never red.</summary>
    public const string LogScanEntry = "GATE075";

    /// <summary>A log scan of a stack in which no log counts.</summary>
    public const string LogScanOfNothing = "GATE076";

    /// <summary>An entry that is written or removed elsewhere than in the group in which it stands.</summary>
    public const string GroupedEntry = "GATE077";

    /// <summary>A line in front of a mutation's diff that is no <c>Name: value</c>.</summary>
    public const string MutationHeader = "GATE080";

    /// <summary>A mutation whose header is followed by no diff.</summary>
    public const string MutationWithoutDiff = "GATE081";

    /// <summary>A mutation that is asked for and that no file holds.</summary>
    public const string UnknownMutation = "GATE082";

    /// <summary>A mutation that checks must catch and that nothing may notice.</summary>
    public const string HarmlessMutation = "GATE083";

    /// <summary>Two nodes of one address or service, or two services at one published port.</summary>
    public const string NodeConflict = "GATE090";

    /// <summary>Something that needs a container of a service that runs on a node, or something of the node that it does not have.</summary>
    public const string NodeReach = "GATE091";

    /// <summary>A node's command whose program does not exist.</summary>
    public const string UnknownProgram = "GATE092";
}
