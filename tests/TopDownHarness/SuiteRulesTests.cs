using System.Reflection;
using System.Text.RegularExpressions;
using GlanceGate.TopDown;
using GlanceGate.TopDown.Harness;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDownHarness;

/// <summary>Rules that every test of the suite keeps, checked on the suite's assembly.</summary>
public sealed partial class SuiteRulesTests
{
    private static readonly MethodInfo[] Tests =
    [
        .. typeof(Suite).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is ITestBuilder or ISimpleTestBuilder)),
    ];

    [Test]
    public void Suite_HasEnoughTests()
    {
        Assert.That(Tests, Has.Length.GreaterThanOrEqualTo(90));
    }

    [Test]
    public void Every_test_names_its_check_and_source()
    {
        Assert.That(
            Offenders(test => test.GetCustomAttributes<CheckAttribute>().ToArray() is var checks
                && (checks.Length == 0 || checks.Any(check => !CheckId().IsMatch(check.Id) || check.Source.Length < 10))),
            Is.Empty);
    }

    [Test]
    public void Every_test_cleans_up_and_leaves_evidence()
    {
        Assert.That(Offenders(test => !test.DeclaringType!.IsSubclassOf(typeof(StackTest))), Is.Empty);
    }

    [Test]
    public void No_test_is_skipped_but_by_a_capability()
    {
        Assert.That(
            Offenders(test => test.GetCustomAttributes().Concat(test.DeclaringType!.GetCustomAttributes())
                .Any(attribute => attribute is IgnoreAttribute or ExplicitAttribute)),
            Is.Empty);
    }

    // Cases of an ignored method would not carry the property that tells why, see CheckAttribute.CopyToCase.
    [Test]
    public void Only_a_plain_test_requires_a_capability()
    {
        Assert.That(
            Offenders(test => test.GetParameters().Length > 0 && test.GetCustomAttribute<RequiresAttribute>() is not null), Is.Empty);
    }

    // The gate refuses job files that promise anything else, so one that is missing could not be promised, and one too many could not be missed.
    [Test]
    public void The_capabilities_that_tests_require_are_those_that_the_suite_declares()
    {
        var declared = File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "suite.yaml"))
            .SkipWhile(line => line != "capabilities:")
            .Select(line => DeclaredCapability().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value);

        Assert.That(RequiredCapabilities(), Is.EquivalentTo(declared));
    }

    // Otherwise its tests would be skipped everywhere, with a good reason each time.
    [Test]
    public void Each_capability_that_a_test_requires_is_one_of_some_variant(
        [ValueSource(nameof(RequiredCapabilities))] string capability)
    {
        var variants = new[] { "virt", "configuration" }
            .SelectMany(axis => Directory.GetFiles(Path.Combine(TestContext.CurrentContext.TestDirectory, axis), "*.yaml")).SelectMany(File.ReadLines);

        Assert.That(variants, Has.Some.Matches<string>(line => CapabilityList().Match(line!).Groups[1].Value.Split(", ").Contains(capability)));
    }

    [Test]
    public void Requires_StackLacksIt_IgnoresWithReasonAndProperty()
    {
        var test = NewTest();

        new RequiresAttribute("boot", "snapshot").Apply(test, ["boot"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.RunState, Is.EqualTo(RunState.Ignored));
            Assert.That(
                test.Properties.Get(PropertyNames.SkipReason),
                Is.EqualTo("requires capability 'snapshot', which this variant does not have or leaves to another"));
            Assert.That(test.Properties.Get("Requires"), Is.EqualTo("snapshot"));
        }
    }

    [Test]
    public void Requires_StackHasIt_LeavesTheTestAlone()
    {
        var test = NewTest();

        new RequiresAttribute("boot").Apply(test, ["boot", "console"]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(test.RunState, Is.EqualTo(RunState.Runnable));
            Assert.That(test.Properties.ContainsKey("Requires"), Is.False);
        }
    }

    [Test]
    public void Requires_NoStack_LeavesTheTestToFail()
    {
        var test = NewTest();

        new RequiresAttribute("boot").Apply(test, present: null);

        Assert.That(test.RunState, Is.EqualTo(RunState.Runnable));
    }

    [TestCase("Guest_runs")]
    public void Names_AreReadableAndUnique(string purpose)
    {
        var names = Enumerable.Range(0, 100).Select(_ => Names.Unique(purpose)).ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Has.All.Match("^gate-guest-runs-[0-9a-f]{8}$"));
            Assert.That(names, Is.Unique);
        }
    }

    [TestCase("\r\nGATE-GUEST-UP boots=4\r\nGATE-GUEST-SYNCED\r\n", 4)]
    [TestCase("GATE-GUEST-UP boots=1\nGATE-GUEST-SYNCED\nGATE-GUEST-UP boots=2\n", 2)]
    [TestCase("SeaBIOS", null)]
    public void Guest_Boots_IsWhatTheConsoleSaidLast(string console, int? boots)
    {
        Assert.That(Guest.Boots(console), Is.EqualTo(boots));
    }

    [TestCase("GATE-GUEST-UP boots=1\nGATE-GUEST-SYNCED\nGATE-GUEST-UP boots=2\n", false)]
    [TestCase("GATE-GUEST-UP boots=1\nGATE-GUEST-SYNCED\nGATE-GUEST-UP boots=2\nGATE-GUEST-SYNCED\n", true)]
    [TestCase("GATE-GUEST-SYNCED", false)]
    public void Guest_IsSynced_IsAboutTheLastBoot(string console, bool synced)
    {
        Assert.That(Guest.IsSynced(console), Is.EqualTo(synced));
    }

    [TestCase("GATE-GUEST-HYPERVISOR type=xen uuid=1\r\nGATE-GUEST-HYPERVISOR type=xen uuid=2\r\nGATE-GUEST-SYNCED\r\n", "type=xen uuid=2")]
    [TestCase("GATE-GUEST-SYNCED", "")]
    public void Guest_Hypervisor_IsWhatTheConsoleSaidLast(string console, string hypervisor)
    {
        Assert.That(Guest.Hypervisor(console), Is.EqualTo(hypervisor));
    }

    [TestCase(0)]
    [TestCase(3)]
    public async Task Guest_LoadAsync_SetsTheCounterBehindTheCode_WhereverThatLies(int sector)
    {
        var path = Path.GetTempFileName();
        var disk = new byte[8 * 512];
        "GATE-GUEST-UP boots="u8.CopyTo(disk.AsSpan((512 * sector) + 90));
        await File.WriteAllBytesAsync(path, disk);

        var image = await Guest.LoadAsync(path, boots: 3);

        File.Delete(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(image[512 * (sector + 1)], Is.EqualTo(3));
            Assert.That(Guest.BootsOn(image), Is.EqualTo(3));
            Assert.That(Guest.BootsOn(new byte[1024]), Is.Null);
        }
    }

    private static IEnumerable<string> RequiredCapabilities() => Tests.SelectMany(Required).Distinct();

    private static string[] Required(MethodInfo test) =>
    [
        .. test.GetCustomAttributes<RequiresAttribute>().Concat(test.DeclaringType!.GetCustomAttributes<RequiresAttribute>())
            .SelectMany(requires => requires.Capabilities),
    ];

    private static IEnumerable<string> Offenders(Func<MethodInfo, bool> breaksTheRule) =>
        Tests.Where(breaksTheRule).Select(test => $"{test.DeclaringType!.Name}.{test.Name}");

    [GeneratedRegex("^[A-K][0-9]{0,2}$")]
    private static partial Regex CheckId();

    [GeneratedRegex(@"^    capabilities: \[([^\]]*)\]")]
    private static partial Regex CapabilityList();

    [GeneratedRegex("^  ([a-z0-9-]+): ")]
    private static partial Regex DeclaredCapability();

    private static TestMethod NewTest() =>
        new(new MethodWrapper(typeof(SuiteRulesTests), nameof(Requires_NoStack_LeavesTheTestToFail)));
}
