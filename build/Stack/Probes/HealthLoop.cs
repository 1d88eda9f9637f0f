using GlanceGate.Jobs;

namespace GlanceGate.Stack.Probes;

/// <summary>The one loop that polls a probe until it is healthy.</summary>
internal static class HealthLoop
{
    /// <summary>Returns when the probe is healthy. The caller sets the deadline by cancelling.</summary>
    /// <param name="probe">What is asked.</param>
    /// <param name="check">Interval between two attempts.</param>
    /// <param name="time">Clock.</param>
    /// <param name="report">Gets the text of each unhealthy answer.</param>
    /// <param name="cancellation">Ends the loop.</param>
    public static async Task UntilHealthyAsync(
        IProbe probe, HealthcheckDefinition check, TimeProvider time, Action<string> report, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await AskAsync(probe, time, cancellation).ConfigureAwait(false);
            if (answer.IsHealthy)
            {
                return;
            }

            report(answer.Text);
            await Task.Delay(check.Interval, time, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task<ProbeAnswer> AskAsync(IProbe probe, TimeProvider time, CancellationToken cancellation)
    {
        using var tooLong = new CancellationTokenSource(probe.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, tooLong.Token);
        try
        {
            // the second wait, because not everything that a probe calls heeds its token
            return await probe.AskAsync(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (OperationCanceledException)
        {
            return new ProbeAnswer(false, $"no answer within {FailureText.Seconds(probe.Patience)}");
        }
        catch (Exception problem)
        {
            return new ProbeAnswer(false, FailureText.OneLine(problem.GetBaseException().Message));
        }
    }
}
