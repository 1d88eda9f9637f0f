using FsCheck;
using FsCheck.Fluent;

namespace GlanceGate.Unit;

/// <summary>Claims about every input of a kind, tried with many. The same ones each time: a test is red for a change alone, and <c>tests/Robustness</c> is where new ones are tried.</summary>
internal static class Property
{
    private static readonly Config Tries = Config.QuickThrowOnFailure.WithReplay(seed: 20_161_027, gamma: 1).WithQuietOnSuccess(true);

    /// <summary>Is red with the smallest input for which it does not hold.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="holds">An assertion that throws, or nothing.</param>
    /// <param name="tries">How many.</param>
    public static void Of<T>(Gen<T> inputs, Action<T> holds, int tries = 500) =>
        Check.One(Tries.WithMaxTest(tries), Prop.ForAll(inputs.ToArbitrary(), holds));

    /// <summary>A text of these letters.</summary>
    public static Gen<string> Text(string letters, int most) =>
        from length in Gen.Choose(0, most)
        from text in Gen.Elements(letters.ToCharArray()).ArrayOf(length)
        select new string(text);
}
