using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;
using NUnit.Framework.Internal.Execution;

namespace GlanceGate.TopDownHarness;

/// <summary>Runs one method of a fixture as NUnit runs a test, set-up and tear-down included. The method needs no test attribute, so
/// that no ordinary run finds it.</summary>
internal static class NestedRun
{
    public static ITestResult Of(Type fixture, string method)
    {
        var suite = new TestFixture(new TypeWrapper(fixture), []);
        suite.Add(new NUnitTestCaseBuilder().BuildTestMethod(new MethodWrapper(fixture, method), suite, null));
        var dispatcher = new SimpleWorkItemDispatcher();
        var work = WorkItemBuilder.CreateWorkItem(suite, TestFilter.Empty, recursive: true)!;
        work.InitializeContext(new TestExecutionContext { Dispatcher = dispatcher, CurrentTest = suite });
        using var done = new ManualResetEventSlim();
        work.Completed += (_, _) => done.Set();
        dispatcher.Start(work);
        done.Wait();
        return work.Result.Children.Single();
    }
}
