using System.Globalization;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Jobs;

/// <summary>The suite of a frozen job: what it runs, with which values, and the skips that it allows.</summary>
internal static class PlanSuite
{
    /// <summary>Writes the keys of the suite.</summary>
    public static void Write(PlanText text, SuiteDefinition suite)
    {
        text.Open(0, "suite", 1, () =>
        {
            text.Optional(1, "project", suite.Foreign is null ? suite.Project : null, ["suite", "project"]);
            WriteForeignSuite(text, suite.Foreign);
            text.Value(1, "where", suite.Where, ["suite", "where"]);
            text.Texts(1, "parameters", suite.Parameters, ["suite", "parameters"]);
            if (suite.Files.Count > 0)
            {
                text.Open(1, "files", suite.Files.Count, () =>
                {
                    foreach (var (name, file) in suite.Files)
                    {
                        text.Open(2, name, 1, () =>
                        {
                            text.Value(3, "image", file.Image, ["suite", "files", name, "image"]);
                            text.Value(3, "path", file.Path, ["suite", "files", name, "path"]);
                        });
                    }
                });
            }

            WriteSkips(text, suite.Skips);
            if (suite.Pinned is { Applies: true, Minimum: var minimum })
            {
                text.Open(1, JobLanguage.MinimumTests, 1, () => text.Value(
                    2, suite.Name, minimum.ToString(CultureInfo.InvariantCulture), ["suite", JobLanguage.MinimumTests, suite.Name], ScalarForm.AsIs));
            }
        });
    }

    private static void WriteForeignSuite(PlanText text, ForeignSuiteUse? foreign)
    {
        if (foreign is null)
        {
            return;
        }

        string[] at = ["suite", foreign.Suite.Name];
        text.Open(1, foreign.Suite.Name, foreign.Values.Count, () =>
        {
            foreach (var (name, values) in foreign.Values)
            {
                var isNumber = foreign.Suite.Parameters.Any(parameter => parameter.Name == name && parameter.Type == "number");
                if (values is [var only])
                {
                    text.Value(2, name, only, [.. at, name], isNumber ? ScalarForm.AsIs : ScalarForm.Text);
                }
                else
                {
                    text.List(2, name, values, [.. at, name]);
                }
            }
        });
    }

    private static void WriteSkips(PlanText text, IReadOnlyList<AllowedSkip> skips)
    {
        if (skips.Count == 0)
        {
            return;
        }

        text.Open(1, "skips", skips.Count, () =>
        {
            foreach (var skip in skips)
            {
                string[] at = ["suite", "skips", .. skip.Path];
                text.Open(2, skip.Name, 2, () =>
                {
                    text.Value(3, "test", skip.Test, [.. at, "test"]);
                    text.Value(3, "reason", skip.Reason, [.. at, "reason"]);
                    text.Optional(3, "until", skip.Until is { } day ? Quantity.Format(day) : null, [.. at, "until"]);
                });
            }
        });
    }
}
