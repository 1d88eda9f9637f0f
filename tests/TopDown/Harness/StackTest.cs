using System.Runtime.ExceptionServices;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using NUnit.Framework.Constraints;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace GlanceGate.TopDown.Harness;

/// <summary>
/// What every test of the suite has: clients that write down what they say, steps, and clean-up after it. A failed test writes
/// its exchanges with the stack to its output.
/// </summary>
public abstract class StackTest
{
    private readonly List<Transcript> _evidence = [];
    private CleanUp _owned = null!;
    private Transcript _transcript = null!;

    private protected static StackSession Session => Suite.Session;

    private protected ImageApi Images { get; private set; } = null!;

    private protected ComputeApi Compute { get; private set; } = null!;

    private protected Operations Steps { get; private set; } = null!;

    /// <summary>What lies in the Ceph cluster, for tests that require <c>locations</c>.</summary>
    private protected RbdObserver Rbd => Session.Rbd(_transcript);

    /// <summary>Glance, as someone else sees it.</summary>
    private protected ImageApi ImagesOf(Login who) => Session.Images(_transcript, who);

    /// <summary>What disturbs Nova's requests to Glance, for tests that require <c>image-faults</c>.</summary>
    private protected ImageFaults Faults => Session.Faults(_transcript);

    /// <summary>What signs images, for tests that require <c>signed-images</c>.</summary>
    private protected KeyManager Keys => Session.Keys(_transcript);

    /// <summary>Takes the compute host's power away and gives it back, for tests that require <c>power-loss</c>; returns when it had it again.</summary>
    private protected Task<DateTimeOffset> CyclePowerAsync() => Session.CyclePowerAsync(_transcript);

    [SetUp]
    public void Begin()
    {
        CheckAttribute.CopyToCase(TestExecutionContext.CurrentContext.CurrentTest);
        _transcript = new Transcript(TestContext.CurrentContext.Test.Name);
        _evidence.Add(_transcript);
        Images = Session.Images(_transcript);
        Compute = Session.Compute(_transcript);
        _owned = Session.CleanUp(_transcript);
        Steps = new Operations(Images, Compute, _owned, Session.Bootable);
    }

    [TearDown]
    public async Task EndAsync()
    {
        var failure = await CleanUpAsync();
        if (failure is not null || TestContext.CurrentContext.Result.Outcome.Status == TestStatus.Failed)
        {
            foreach (var transcript in _evidence.Where(transcript => !transcript.IsEmpty))
            {
                await TestContext.Out.WriteLineAsync(transcript.Render());
            }
        }

        failure?.Throw();
        DefectObservation.Demand(
            TestExecutionContext.CurrentContext.CurrentTest, TestContext.CurrentContext.Result.Outcome.Status);
    }

    /// <summary>A name for something this test makes, that nobody else uses.</summary>
    private protected static string UniqueName() => Names.Unique(TestContext.CurrentContext.Test.MethodName ?? "test");

    /// <summary>For a request that may make images of this name: they are removed after the test.</summary>
    private protected void OwnImages(string name) => _owned.Images(name);

    /// <summary>For images that will be hidden from lists.</summary>
    private protected void OwnHiddenImages(string name) => _owned.HiddenImages(name);

    /// <summary>For a request that may make servers of this name: they are removed after the test.</summary>
    private protected void OwnServers(string name) => _owned.Servers(name);

    /// <summary>Something that several tests read. How it was made becomes part of this test's evidence.</summary>
    private protected Task<T> UseAsync<T>(Shared<T> shared)
    {
        _evidence.Add(shared.Transcript);
        return shared.GetAsync();
    }

    /// <summary>An ordinary user of another project, as a client; what is made is removed by the administrator after the test.</summary>
    private protected async Task<Neighbour> MeetNeighbourAsync() =>
        Session.Meet(await UseAsync(Session.Shared.Neighbour), _transcript, _owned);

    /// <summary>For a test with a <see cref="KnownDefectAttribute"/>: what is seen must be the known symptom or the right behaviour.</summary>
    private protected static void Observe<T>(T seen, IResolveConstraint live, IResolveConstraint right) =>
        DefectObservation.Record(TestExecutionContext.CurrentContext.CurrentTest, seen, live, right);

    /// <summary>Something that was seen and that a reader of the reports wants to see too.</summary>
    private protected static void Show(string observed) => TestExecutionContext.CurrentContext.CurrentTest.Properties.Set("Observed", observed);

    private async Task<ExceptionDispatchInfo?> CleanUpAsync()
    {
        try
        {
            await _owned.RunAsync();
            return null;
        }
        catch (AggregateException e)
        {
            return ExceptionDispatchInfo.Capture(e);
        }
    }
}
