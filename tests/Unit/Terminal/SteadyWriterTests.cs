using GlanceGate.Terminal;

namespace GlanceGate.Unit.Terminal;

public sealed class SteadyWriterTests
{
    [Test]
    public void Everything_is_written_while_that_works()
    {
        using var written = new StringWriter { NewLine = "\n" };
        using var writer = new SteadyWriter(written) { NewLine = "\n" };

        writer.Write('a');
        writer.Write("b");
        writer.Write(['c', 'd'], 0, 1);
        writer.WriteLine("e");
        writer.WriteLine();
        writer.Write("{0}", 1);

        Assert.That(written.ToString(), Is.EqualTo("abce\n\n1"));
        Assert.That(writer.Lost, Is.Null);
    }

    [Test]
    public void What_cannot_be_written_is_remembered_and_nothing_is_tried_again()
    {
        using var full = new FullDisk();
        using var writer = new SteadyWriter(full);

        writer.WriteLine("a");
        writer.Write("b");
        writer.Flush();

        Assert.That(writer.Lost, Is.EqualTo("No space left on device"));
        Assert.That(full.Attempts, Is.EqualTo(1));
    }

    private sealed class FullDisk : StringWriter
    {
        public int Attempts { get; private set; }

        public override void WriteLine(string? value)
        {
            Attempts++;
            throw new IOException("No space left on device");
        }

        public override void Write(string? value) => throw new InvalidOperationException();

        public override void Flush() => throw new InvalidOperationException();
    }
}
