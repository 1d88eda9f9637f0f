namespace GlanceGate.Model;

/// <summary>Why an outcome is not success.</summary>
/// <param name="Kind">Stable word, one of <see cref="CauseKinds"/>.</param>
/// <param name="Subject">What it is about: a test, a service, an image; may be empty.</param>
/// <param name="Message">One line for people.</param>
/// <param name="Details">Further lines, for example the last lines of a log.</param>
internal sealed record Cause(string Kind, string Subject, string Message, IReadOnlyList<string> Details);

/// <summary>The stable words of <see cref="Cause.Kind"/>.</summary>
internal static class CauseKinds
{
    /// <summary>A test failed; the subject is its name.</summary>
    public const string Tests = "tests";

    /// <summary>The suite executed no test.</summary>
    public const string NoTests = "no-tests";

    /// <summary>The suite executed fewer tests than the job asks for; the subject is the suite.</summary>
    public const string TooFewTests = "too-few-tests";

    /// <summary>Tests were skipped for another reason than a capability that the variant lacks.</summary>
    public const string RequiredTestsSkipped = "required-tests-skipped";

    /// <summary>A client broke the rule of the image-API audit; the subject is the client.</summary>
    public const string ImageApiAudit = "image-api-audit";

    /// <summary>Errors in a service's log that nobody allowed; the subject is the service.</summary>
    public const string LogScan = "log-scan";

    /// <summary>Errors in a service's log that do not count; the subject is the service. Nothing is red for it, but a control may have to show it.</summary>
    public const string LogWarning = "log-warning";

    /// <summary>The suite did not run to its end, or could not be built.</summary>
    public const string Suite = "suite";

    /// <summary>A service did not become what the job says; the subject is the service.</summary>
    public const string Service = "service";

    /// <summary>An image could not be had.</summary>
    public const string Image = "image";

    /// <summary>The engine failed.</summary>
    public const string Engine = "engine";

    /// <summary>The variant ran over its time.</summary>
    public const string Timeout = "timeout";

    /// <summary>A person or the machine stopped the run.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Evidence could not be collected.</summary>
    public const string Evidence = "evidence";

    /// <summary>Something was left behind.</summary>
    public const string CleanUp = "clean-up";

    /// <summary>The change under test does not apply.</summary>
    public const string Change = "change";

    /// <summary>A control did not end as it must.</summary>
    public const string Expectation = "expectation";

    /// <summary>No voting variant ran.</summary>
    public const string NothingRan = "nothing-ran";

    /// <summary>Job files or arguments are wrong.</summary>
    public const string Config = "config";

    /// <summary>Every word.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Tests, NoTests, TooFewTests, RequiredTestsSkipped, ImageApiAudit, LogScan, LogWarning, Suite, Service, Image, Engine, Timeout, Interrupted, Evidence,
        CleanUp, Change, Expectation, NothingRan, Config,
    ];
}
