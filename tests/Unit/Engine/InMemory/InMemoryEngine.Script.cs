using System.Text;
using GlanceGate.Engine;
using GlanceGate.Inputs;

namespace GlanceGate.Unit.Engine.InMemory;

/// <content>What a test says that it holds and does.</content>
internal sealed partial class InMemoryEngine
{
    /// <summary>Says what containers do whose service label, else whose name is <paramref name="service"/>.</summary>
    public InMemoryEngine Script(string service, ContainerScript script)
    {
        lock (_lock)
        {
            _scripts[service] = script;
        }

        return this;
    }

    /// <summary>Adds an image.</summary>
    public InMemoryEngine AddImage(string reference, IReadOnlyDictionary<string, string>? labels = null)
    {
        _created[reference] = time.GetUtcNow();
        _images[reference] = new ImageInfo(IdOf(reference), 1 << 20, labels ?? new Dictionary<string, string>());
        return this;
    }

    /// <summary>Puts a file into an image; containers of it have it for <see cref="ReadFileAsync"/>.</summary>
    public InMemoryEngine AddFile(string reference, string path, string text)
    {
        _imageFiles[(reference, path)] = new ContextFile(Encoding.UTF8.GetBytes(text), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return this;
    }

    /// <summary>Adds a network, volume or container of somebody else, for example of a session that was killed.</summary>
    public InMemoryEngine AddObject(EngineObject item)
    {
        lock (_lock)
        {
            _others[item.Name] = item;
        }

        return this;
    }

    /// <summary>Adds something that runs before every call takes effect: it may delay it, fail it, or look at the engine.</summary>
    public InMemoryEngine BeforeCalls(Func<EngineCall, CancellationToken, Task> hook)
    {
        lock (_lock)
        {
            _hooks.Add(hook);
        }

        return this;
    }

    /// <summary>Makes every call of an operation fail, for one target or for all.</summary>
    /// <param name="operation">As in <see cref="EngineCall.Operation"/>.</param>
    /// <param name="target">As in <see cref="EngineCall.Target"/>, or null for all.</param>
    /// <param name="message">The engine's words.</param>
    public InMemoryEngine Fail(string operation, string? target, string message) => BeforeCalls((call, _) =>
        call.Operation == operation && (target is null || call.Target == target)
            ? throw new EngineException($"{operation} {call.Target}: {message}")
            : Task.CompletedTask);
}
