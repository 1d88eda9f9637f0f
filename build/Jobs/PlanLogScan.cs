using GlanceGate.Jobs.Language;

namespace GlanceGate.Jobs;

/// <summary>The log scan of a frozen job, with the errors that it allows.</summary>
internal static class PlanLogScan
{
    /// <summary>Writes what the logs are searched for, if they are.</summary>
    public static void Write(PlanText text, LogScanDefinition? scan)
    {
        if (scan is null)
        {
            return;
        }

        text.Open(0, "log-scan", 1, () =>
        {
            text.OptionalList(1, "services", scan.Services, ["log-scan", "services"]);
            text.Open(1, "programs", scan.Programs.Count, () =>
            {
                foreach (var program in scan.Programs)
                {
                    string[] at = ["log-scan", "programs", program.Name];
                    text.Open(2, program.Name, 1, () =>
                    {
                        text.Value(3, "service", program.Service, [.. at, "service"]);
                        text.Optional(3, "lines", program.Lines, [.. at, "lines"]);
                        text.Value(3, "errors", program.Errors, [.. at, "errors"]);
                    });
                }
            });
            text.Open(1, "allow", scan.Allow.Count, () =>
            {
                foreach (var error in scan.Allow)
                {
                    string[] at = ["log-scan", "allow", .. error.Path];
                    text.Open(2, error.Name, 1, () =>
                    {
                        text.Value(3, "service", error.Service, [.. at, "service"]);
                        text.Value(3, "pattern", error.Pattern, [.. at, "pattern"]);
                        text.Value(3, "reason", error.Reason, [.. at, "reason"]);
                        text.Optional(3, "during", error.During switch { LogPhase.Start => "start", LogPhase.Suite => "suite", _ => null }, [.. at, "during"]);
                        if (error.Sometimes)
                        {
                            text.Value(3, "sometimes", "true", [.. at, "sometimes"], ScalarForm.AsIs);
                        }

                        text.Optional(3, "until", error.Until is { } day ? Quantity.Format(day) : null, [.. at, "until"]);
                    });
                }
            });
        });
    }
}
