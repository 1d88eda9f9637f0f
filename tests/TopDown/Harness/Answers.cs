using GlanceGate.TopDown.Connection;
using NUnit.Framework.Constraints;

namespace GlanceGate.TopDown.Harness;

/// <summary><c>Assert.That(answer, Answers.With(404))</c>: compares the status, and shows the whole answer when it is another.</summary>
internal static class Answers
{
    public static Constraint With(int status) => new StatusConstraint(status);

    private sealed class StatusConstraint(int status) : Constraint
    {
        public override string Description => $"HTTP status {status}";

        public override ConstraintResult ApplyTo<TActual>(TActual actual) =>
            new(this, actual, actual is ApiAnswer answer && answer.Status == status);
    }
}
