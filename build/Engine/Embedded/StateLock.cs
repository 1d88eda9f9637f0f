namespace GlanceGate.Engine.Embedded;

/// <summary>Only one process at a time starts or stops an engine. The kernel takes the lock from a process that dies.</summary>
internal static class StateLock
{
    // EWOULDBLOCK of Linux, where alone the gate has an engine of its own: the one failure that passes by waiting
    private const int HeldBySomebody = 11;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>Takes the lock; disposing gives it back.</summary>
    /// <param name="file">The lock's file.</param>
    /// <param name="limit">How long somebody else may hold it.</param>
    /// <param name="progress">Gets a line when somebody else holds it for long.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="EngineException">Somebody else held it beyond the limit.</exception>
    public static async Task<IDisposable> TakeAsync(string file, TimeSpan limit, IProgress<string> progress, CancellationToken cancellation)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        var hasSaidSo = false;
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception failure) when (failure is UnauthorizedAccessException || (failure is IOException && failure.HResult != HeldBySomebody))
            {
                throw new EngineException($"the state folder is not usable: {failure.Message}; XDG_STATE_HOME names another place for it", failure);
            }
            catch (IOException failure) when (waited.Elapsed > limit)
            {
                throw new EngineException($"another gate starts or stops the engine and holds {file} for more than {ProgressDeadline.Words(limit)} ({Patience.Hint})", failure);
            }
            catch (IOException)
            {
                if (!hasSaidSo && waited.Elapsed > Quiet)
                {
                    hasSaidSo = true;
                    progress.Report($"waiting, at most {ProgressDeadline.Words(limit)}, for another gate that starts or stops the engine");
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
