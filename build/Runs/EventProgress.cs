using GlanceGate.ImageMaking;
using GlanceGate.Model;

namespace GlanceGate.Runs;

/// <summary>Progress of slow work as run events, in order and at once.</summary>
internal static class EventProgress
{
    /// <summary>A synchronous progress whose lines carry the name of their source.</summary>
    public static IProgress<string> ProgressOf(this IRunEvents events, string source, TimeProvider time) => new Lines(events, source, time);

    /// <summary>A synchronous progress of images, each line under its image's name.</summary>
    public static IProgress<ImageProgress> ImageProgress(this IRunEvents events, TimeProvider time) => new ImageLines(events, time);

    private sealed class ImageLines(IRunEvents events, TimeProvider time) : IProgress<ImageProgress>
    {
        public void Report(ImageProgress value) => events.Publish(new RunEvent.Progress(time.GetUtcNow(), null, value.Image, value.Text));
    }

    private sealed class Lines(IRunEvents events, string source, TimeProvider time) : IProgress<string>
    {
        public void Report(string value) => events.Publish(new RunEvent.Progress(time.GetUtcNow(), null, source, value));
    }
}
