using GlanceGate.Model;
using GlanceGate.Stack.Gateway;

namespace GlanceGate.Suites;

/// <summary>A suite project of this repository: it runs in processes on this machine and reaches the stack through its gateway.</summary>
/// <param name="runner">Runs it.</param>
/// <param name="suite">The suite, built.</param>
/// <param name="time">Clock.</param>
internal sealed class ProjectSuite(SuiteRunner runner, BuiltSuite suite, TimeProvider time) : ISuite
{
    /// <inheritdoc/>
    public async Task<SuiteResult> RunAsync(StackUnderTest stack, CancellationToken stopping)
    {
        await using var proxy = new SocksGateway(stack.Gateway(), time);
        var description = stack.Run.Description with { Proxy = proxy.Proxy.ToString().TrimEnd('/') };
        return await runner.RunAsync(suite, stack.Run with { Description = description }, stack.Started, stopping);
    }
}
