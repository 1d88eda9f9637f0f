using System.Globalization;

namespace GlanceGate.TopDown.Harness;

/// <summary>The suite's only wait: it polls, has a deadline, gives up early on what cannot recover, and tells what it saw. A service
/// that takes long, to answer or to do what is waited for, is asked less often.</summary>
internal static class Eventually
{
    /// <summary>
    /// How long whatever a service has to do may take: as long as it may take to become healthy. It is there to end what has been lost, and says nothing of speed.
    /// A guest whose host has a third of one slow core has been seen to boot for over a minute.
    /// </summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Looks until the state is the wanted one, and returns it.</summary>
    /// <param name="what">What is waited for, for the message: <c>server x is ACTIVE</c>.</param>
    /// <param name="limit">How long; exceeded by one pause and one look at most.</param>
    /// <param name="look">One look. What it throws ends the wait.</param>
    /// <param name="reached">Whether this is the wanted state.</param>
    /// <param name="hopeless">Why the wanted state will never come, or null.</param>
    /// <param name="describe">The state in a few words; changes of it are listed when the wait fails.</param>
    /// <param name="time">The clock; null is the system's.</param>
    /// <exception cref="WaitFailedException">The deadline passed, or the state is hopeless.</exception>
    public static async Task<T> ReachAsync<T>(
        string what,
        TimeSpan limit,
        Func<Task<T>> look,
        Func<T, bool> reached,
        Func<T, string?> hopeless,
        Func<T, string> describe,
        TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var start = clock.GetTimestamp();
        var seen = new List<string>();
        while (true)
        {
            var looked = clock.GetTimestamp();
            var state = await look();
            var elapsed = clock.GetElapsedTime(start);
            var pause = PauseAfter(clock.GetElapsedTime(looked), elapsed);
            if (reached(state))
            {
                return state;
            }

            Remember(seen, describe(state), elapsed);
            if (hopeless(state) is { } reason)
            {
                throw new WaitFailedException($"{what}: will not happen, {reason}. {History(seen)}");
            }

            if (elapsed >= limit)
            {
                throw new WaitFailedException(
                    string.Create(CultureInfo.InvariantCulture, $"{what}: not within {limit.TotalSeconds:0} s. {History(seen)}"));
            }

            await Task.Delay(pause, clock);
        }
    }

    // Looks slow down what is waited for: they get a third of the time at most, and what has taken long is looked at less often.
    private static TimeSpan PauseAfter(TimeSpan look, TimeSpan elapsed) =>
        new(Math.Clamp(Math.Max(2 * look.Ticks, elapsed.Ticks / 8), ShortestPause.Ticks, LongestPause.Ticks));

    private static void Remember(List<string> seen, string state, TimeSpan elapsed)
    {
        if (seen.Count == 0 || !seen[^1].EndsWith($" {state}", StringComparison.Ordinal))
        {
            seen.Add(string.Create(CultureInfo.InvariantCulture, $"+{elapsed.TotalSeconds:0.0} s {state}"));
        }
    }

    private static string History(List<string> seen) => $"Last seen: {seen[^1]}. All that was seen: {string.Join(" | ", seen)}";
}

/// <summary>A wait ended without what it waited for; the message holds every state that was seen.</summary>
internal sealed class WaitFailedException(string message) : Exception(message);
