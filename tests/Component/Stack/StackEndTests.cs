using System.Diagnostics;
using GlanceGate.Engine;
using GlanceGate.Jobs;
using GlanceGate.Machine;
using GlanceGate.Stack;
using GlanceGate.Stack.Nodes;
using GlanceGate.Stack.Sessions;

namespace GlanceGate.Component.Stack;

/// <summary>How stacks fail and end on a real engine.</summary>
[TestFixture]
[CancelAfter(180_000)]
public sealed class StackEndTests
{
    private const string Forever = "import time\nprint('up')\ntime.sleep(3600)\n";

    [Test]
    public async Task A_service_that_ends_is_reported_with_its_exit_code_and_last_lines_and_nothing_is_left(CancellationToken cancellation)
    {
        var (session, plan) = await StackFixture.CreateAsync(
            null, null,
            StackFixture.Python("api", Forever, null, "db"),
            StackFixture.Python("db", "import sys\nprint('no space left')\nsys.exit(3)\n", new HealthProbe.Tcp("db", 1)));
        await using (session)
        {
            StackFailedException? failure = null;
            try
            {
                await session.StartAsync(cancellation);
            }
            catch (StackFailedException thrown)
            {
                failure = thrown;
            }

            using (Assert.EnterMultipleScope())
            {
                Assert.That(failure?.Message, Does.StartWith("api waited for db to be healthy; db ended with exit code 3 after "));
                Assert.That(failure?.ExitCode, Is.EqualTo(3));
                Assert.That(failure?.LastLines, Is.EqualTo(new[] { "no space left" }));
            }
        }

        Assert.That(await StackFixture.LeftAsync(plan), Is.Empty);
    }

    [Test]
    public async Task Services_share_a_volume_that_begins_empty_and_goes_with_the_stack(CancellationToken cancellation)
    {
        // a folder that the image has files in
        const string Folder = "/usr/share/common-licenses";
        const string Write = $"with open('{Folder}/words', 'w') as file: file.write('from the writer\\n')\n";
        var (session, plan) = await StackFixture.CreateAsync(
            null, null,
            StackFixture.Python("writer", Write + Forever, new HealthProbe.Log("^up$")) with
            {
                Volumes = new Dictionary<string, string> { [Folder] = "shared" },
            },
            StackFixture.Python("reader", Forever, null, "writer") with
            {
                Volumes = new Dictionary<string, string> { ["/srv/shared"] = "shared" },
            });
        await using (session)
        {
            await session.StartAsync(cancellation);

            var read = await session.ExecAsync("reader", ["sh", "-c", "ls /srv/shared; cat /srv/shared/words"], cancellation);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(read.Output, Is.EqualTo("words\nfrom the writer\n"));
                Assert.That(await StackFixture.LeftAsync(plan), Has.Member($"{plan.Network}-shared"));
            }
        }

        Assert.That(await StackFixture.LeftAsync(plan), Is.Empty);
    }

    [Test]
    public async Task A_gateway_that_is_killed_is_the_culprit(CancellationToken cancellation)
    {
        var (session, _) = await StackFixture.CreateAsync(null, null, StackFixture.Python("db", Forever, new HealthProbe.Log("^up$")));
        await using (session)
        {
            await session.StartAsync(cancellation);
            await StackFixture.Engine.StopContainerAsync(session.GatewayContainer, TimeSpan.Zero, cancellation);

            var failure = await session.Died.WaitAsync(cancellation);
            Assert.That((failure.Service, failure.Message), Is.EqualTo(("gateway", "The gateway's connection is closed: the relay ended")));
        }
    }

    [Test]
    public async Task Logs_are_complete_when_the_stack_is_stopped(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("glance-gate-test-").FullName;
        try
        {
            var program = "import signal, sys, time\n"
                + "def end(*_):\n    print('last'), sys.exit(0)\n"
                + "signal.signal(signal.SIGTERM, end)\n"
                + "for number in range(2000): print(number)\n"
                + "time.sleep(3600)\n";
            var (session, _) = await StackFixture.CreateAsync(null, folder, StackFixture.Python("db", program, new HealthProbe.Log("^1999$")));
            await using (session)
            {
                await session.StartAsync(cancellation);
                var problems = await session.StopAsync(TimeSpan.FromSeconds(20));
                var lines = await File.ReadAllLinesAsync(session.LogFiles["db"], cancellation);

                using (Assert.EnterMultipleScope())
                {
                    Assert.That(problems, Is.Empty);
                    Assert.That(lines, Is.EqualTo(Enumerable.Range(0, 2000).Select(number => $"{number}").Append("last")));
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public async Task Leftovers_of_a_dead_owner_are_swept_and_those_of_a_living_one_or_a_kept_stack_are_not(CancellationToken cancellation)
    {
        using var child = Process.Start("sleep", ["600"]);
        var dead = SessionOwner.Of(child.Id, new ProcessTable());
        child.Kill();
        await child.WaitForExitAsync(cancellation);
        var state = Directory.CreateTempSubdirectory("glance-gate-test-").FullName;
        var (left, leftPlan) = await StackFixture.CreateAsync(dead, null, StackFixture.Python("db", Forever, null));
        var (kept, keptPlan) = await StackFixture.CreateAsync(dead, null, StackFixture.Python("db", Forever, null));
        var (living, livingPlan) = await StackFixture.CreateAsync(null, null, StackFixture.Python("db", Forever, null));
        try
        {
            await Task.WhenAll(left.StartAsync(cancellation), kept.StartAsync(cancellation), living.StartAsync(cancellation));
            await kept.DetachAsync();

            var sweeper = new Sweeper(
                StackFixture.Engine, new KeptStacks(state), new SessionRecords(state), new ProcessTable(),
                session => new NodeProcesses(state, session, _ => { }, TimeProvider.System), TimeProvider.System);
            var result = await sweeper.SweepAsync(all: false, cancellation);

            using (Assert.EnterMultipleScope())
            {
                Assert.That(
                    result.Sessions.Single(session => session.Session == leftPlan.Session).Removed,
                    Is.EquivalentTo(new[] { $"container {leftPlan.Network}-db", $"container {leftPlan.Network}-gateway", $"network {leftPlan.Network}" }));
                Assert.That(await StackFixture.LeftAsync(leftPlan), Is.Empty);
                Assert.That(await StackFixture.LeftAsync(livingPlan), Has.Count.EqualTo(3));
                Assert.That(await StackFixture.LeftAsync(keptPlan), Has.Count.EqualTo(4));
            }
        }
        finally
        {
            await left.DisposeAsync();
            await living.DisposeAsync();
            await kept.DisposeAsync();
            var labels = new Dictionary<string, string?> { [GateLabels.Session] = keptPlan.Session };
            Assert.That(await SessionObjects.RemoveAllAsync(StackFixture.Engine, labels, CancellationToken.None), Is.Empty);
            Directory.Delete(state, recursive: true);
        }
    }
}
