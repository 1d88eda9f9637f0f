using System.Text;
using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Inputs;
using GlanceGate.Model;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Diffs that are wrong anyhow, or that reach for what is not the project's, in every form that a patch may come in.</summary>
/// <param name="root">Root of the repository.</param>
internal sealed class PatchAttack(string root) : Attack
{
    private const string Held = "/usr/lib/project";

    private static readonly ProjectLayout Layout = new(
        new Dictionary<string, string> { ["nova"] = Held + "/nova", ["glance"] = Held + "/glance", ["cinder"] = Held + "/cinder" }, ["nova/tests"]);

    private readonly IReadOnlyList<string> _diffs =
    [
        .. new[] { "jobs/changes", "tests/Mutations" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.patch"))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText),
    ];

    /// <inheritdoc/>
    public override string Name => "patches";

    /// <inheritdoc/>
    public override string Promise => "a diff in any form is refused, or changes files of its project alone; what is well wrapped says the same as without";

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        var text = random.Next(2) == 0 ? Material.Mutate(random, _diffs[random.Next(_diffs.Count)], _diffs) : Reach(random);
        var plain = Encoding.UTF8.GetBytes(text);
        var given = random.Next(3) == 0 ? plain : WrappedPatch.Wrap(random, plain);
        var isWhole = given == plain || random.Next(2) == 0;
        given = isWhole ? given : WrappedPatch.Damage(random, given);
        var input = given == plain ? text : $"{text}\n== in base64, as it was given:\n{Convert.ToBase64String(given)}\n";
        try
        {
            if (isWhole && given != plain && plain.Length > 100 && Says(plain) != Says(given))
            {
                return new Finding($"wrapped, it says something else: {Says(given)}", input);
            }

            var change = ChangeReader.OfPatch("nova", "a.patch", given);

            // the image has every file, also those that are not the project's, and each holds what the diff wants to find
            var wanted = ((PatchContent)change.Content).Files.ToLookup(
                file => Layout.Locate(file.Old ?? string.Empty) ?? file.Old ?? string.Empty,
                file => Encoding.Latin1.GetBytes(string.Concat(file.Hunks.SelectMany(hunk => hunk.OldLines))));
            var overlay = new ImageOverlay(path => Task.FromResult(
                wanted.Contains(path) ? new ContextFile(wanted[path].First(), UnixFileMode.UserRead) : null));
            var rejected = overlay.ApplyAsync(LocatedChange.Of(change, Layout)).GetAwaiter().GetResult();
            var touched = overlay.Written.Keys.Concat(overlay.Removed).Where(path => !path.StartsWith(Held + "/", StringComparison.Ordinal) || path.Contains("/../", StringComparison.Ordinal));
            return rejected is null && touched.FirstOrDefault() is { } other ? new Finding($"it touches {other}", input) : null;
        }
        catch (ChangeFormatException)
        {
            return null;
        }
        catch (Exception problem)
        {
            return new Finding($"{problem.GetType().Name}: {problem.Message}", input);
        }
    }

    // What a patch changes, or that it is refused: for what, depends on its form.
    private static string Says(byte[] given)
    {
        try
        {
            return string.Join('\n', ((PatchContent)ChangeReader.OfPatch("nova", "a.patch", given).Content).Files.SelectMany(file => file.Texts()));
        }
        catch (ChangeFormatException)
        {
            return "it is refused";
        }
    }

    /// <summary>A well-formed diff that takes from, or writes to, places that may not be its own.</summary>
    private static string Reach(Random random)
    {
        string[] paths = ["nova/a", "nova/b", "nova/tests/c", "glance/d", "etc/passwd", "usr/lib/project/nova/a", "nova/./e", "nova/../../f", "/etc/g", "nova"];
        var text = new StringBuilder();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var (old, @new) = (paths[random.Next(paths.Length)], paths[random.Next(paths.Length)]);
            text.Append(random.Next(5) switch
            {
                0 => $"diff --git a/{old} b/{@new}\nrename from {old}\nrename to {@new}\n",
                1 => $"diff --git a/{old} b/{@new}\ncopy from {old}\ncopy to {@new}\n--- a/{old}\n+++ b/{@new}\n@@ -1 +1 @@\n-x\n+y\n",
                2 => $"diff --git a/{old} b/{old}\ndeleted file mode 100644\n--- a/{old}\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n",
                3 => $"--- /dev/null\n+++ b/{@new}\n@@ -0,0 +1 @@\n+x\n",
                _ => $"--- a/{old}\n+++ b/{@new}\n@@ -1 +1 @@\n-x\n+y\n",
            });
        }

        return text.ToString();
    }
}
