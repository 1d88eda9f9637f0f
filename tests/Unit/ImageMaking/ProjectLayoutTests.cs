using GlanceGate.Changes;
using GlanceGate.ImageMaking;
using GlanceGate.Jobs;

namespace GlanceGate.Unit.ImageMaking;

internal sealed class ProjectLayoutTests
{
    private const string File = """
        projects:
          app:
            paths: {app: /lib/app, etc/app.ini: /etc/app/app.ini}
            left-out: [app/tests]
        compile: {suffix: .py, command: [cc, -q]}
        """;

    private static readonly ProjectLayout Layout = ProjectsFile.Read(new JobFile("p", File)).Layouts["app"];

    [TestCase("app/x.py", "/lib/app/x.py")]
    [TestCase("app/d/x.py", "/lib/app/d/x.py")]
    [TestCase("etc/app.ini", "/etc/app/app.ini")]
    [TestCase("app/tests/x.py", null)]
    [TestCase("app/testsuite.py", "/lib/app/testsuite.py")]
    [TestCase("application/x.py", null)]
    [TestCase("etc/app.ini.sample", null)]
    [TestCase("doc/x", null)]
    public void A_file_is_found_by_the_nearest_path_above_it(string path, string? place) => Assert.That(Layout.Locate(path), Is.EqualTo(place));

    [TestCase("projects: {app: {paths: {/app: /lib}}}", "'/app'")]
    [TestCase("projects: {app: {paths: {app: lib}}}", "'lib'")]
    [TestCase("projects: {app: {paths: {a*: /lib}}}", "'a*'")]
    [TestCase("projects: {app: {}}", "'paths'")]
    [TestCase("project: {}", "'project'")]
    public void A_mistake_in_the_file_is_shown(string text, string words) =>
        Assert.That(() => ProjectsFile.Read(new JobFile("p", text)), Throws.TypeOf<JobConfigurationException>().With.Message.Contains(words));

    [TestCase("db/**/migrations/**", "db/main/migrations/versions/1.py", true)]
    [TestCase("db/**/migrations/**", "db/migrations/1.py", true)]
    [TestCase("db/**/migrations/**", "db/api.py", false)]
    [TestCase("db/*.py", "db/api.py", true)]
    [TestCase("db/*.py", "db/main/api.py", false)]
    [TestCase("db/a.py", "db/abpy", false)]
    public void A_star_stays_within_a_part_and_two_do_not(string pattern, string path, bool matches) =>
        Assert.That(PathPattern.Matches(pattern, path), Is.EqualTo(matches));
}
