using Docker.DotNet.Models;
using GlanceGate.Engine.Docker;

namespace GlanceGate.Unit.Engine.Docker;

[TestFixture]
public sealed class WorkOutputTests
{
    [Test]
    public void Chunks_become_lines_and_a_progress_bar_its_last_state()
    {
        var lines = new CollectingProgress();
        var output = new WorkOutput(lines);

        output.Report(new JSONMessage { Stream = "Step 1/2 : FR" });
        output.Report(new JSONMessage { Stream = "OM scratch\n\n10%\r50%\r100%\r\n" });
        output.Report(new JSONMessage { ID = "abc", Status = "Downloading", Progress = new JSONProgress { Current = 3 } });
        output.Report(new JSONMessage { ID = "abc", Status = "Pull complete" });
        output.Report(new JSONMessage { Stream = "end" });
        output.Complete();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Lines, Is.EqualTo(new[] { "Step 1/2 : FROM scratch", "100%", "abc: Pull complete", "end" }));
            Assert.That(output.Error, Is.Null);
        }
    }

    [Test]
    public void An_error_among_the_messages_is_kept_with_the_last_lines()
    {
        var output = new WorkOutput(new CollectingProgress());
        for (var i = 1; i <= 40; i++)
        {
            output.Report(new JSONMessage { Stream = $"line {i}\n" });
        }

        output.Report(new JSONMessage { Error = new JSONError { Message = "exit code 9\n" } });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(output.Error, Is.EqualTo("exit code 9"));
            Assert.That(output.Tail, Does.EndWith("line 40").And.Contain("line 16").And.Not.Contain("line 15"));
        }
    }
}
