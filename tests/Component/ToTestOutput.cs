using GlanceGate.ImageMaking;

namespace GlanceGate.Component;

/// <summary>Progress that is kept and shown in the output of the test.</summary>
internal sealed class ToTestOutput : IProgress<string>, IProgress<ImageProgress>
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Report(ImageProgress value) => Report($"{value.Image}: {value.Text}");

    public void Report(string value)
    {
        lock (_lock)
        {
            _lines.Add(value);
        }

        TestContext.Progress.WriteLine(value);
    }
}
