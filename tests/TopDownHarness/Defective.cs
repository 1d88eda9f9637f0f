using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

/// <summary>Tests of a known defect, one for each way in which such a test can end; only <see cref="NestedRun"/> runs them.</summary>
internal sealed class Defective : StackTest
{
    [KnownDefect("X2", "the source", "it is 0")]
    public static void Live() => Look(0);

    [KnownDefect("X2", "the source", "it is 0")]
    public static void Fixed() => Look(1);

    [KnownDefect("X2", "the source", "it is 0")]
    public static void Third() => Look(2);

    [KnownDefect("X2", "the source", "it is 0")]
    public async Task Set_up_fails()
    {
        (await Images.ShowAsync("i")).Expect(200);
        Look(0);
    }

    [KnownDefect("X2", "the source", "it is 0")]
    public static void Never_looks()
    {
    }

    private static void Look(int seen) => Observe(seen, live: Is.Zero, right: Is.EqualTo(1));
}
