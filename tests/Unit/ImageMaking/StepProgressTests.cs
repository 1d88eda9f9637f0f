using GlanceGate.ImageMaking;

namespace GlanceGate.Unit.ImageMaking;

[TestFixture]
public sealed class StepProgressTests
{
    [Test]
    public void Every_step_is_a_line_and_of_the_rest_one_every_few_seconds()
    {
        var time = new ManualTimeProvider();
        var lines = new CollectingImageProgress();
        var progress = new StepProgress("base", lines, time);

        progress.Report("Step 1/2 : FROM x");
        progress.Report(" ---> 0123456789ab");
        progress.Report("Step 2/2 : RUN y");
        progress.Report(" ---> Running in 0123456789ab");
        for (var i = 0; i < 100; i++)
        {
            progress.Report($"output {i}");
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        progress.Report("Removing intermediate container 0123456789ab");
        progress.Report(new string('x', 1000));

        progress.Report("STEP 1/2: FROM x");
        progress.Report("--> 0123456789ab");

        Assert.That(lines.Items.Select(item => item.Text[..Math.Min(20, item.Text.Length)]), Is.EqualTo(new[]
        {
            "Step 1/2 : FROM x", "Step 2/2 : RUN y", "output 30", "output 60", "output 90", "STEP 1/2: FROM x",
        }));
    }
}
