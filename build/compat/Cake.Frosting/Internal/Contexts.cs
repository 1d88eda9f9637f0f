using Cake.Core;

namespace Cake.Frosting.Internal;

/// <summary>The way from the engine's untyped context to the one that a task or a lifetime asks for.</summary>
internal static class Contexts
{
    /// <summary>Checks and casts a context.</summary>
    /// <exception cref="InvalidCastException">The run's context is of another type: <c>UseContext</c> names the wrong one.</exception>
    public static T As<T>(ICakeContext context)
        where T : ICakeContext
    {
        ArgumentNullException.ThrowIfNull(context);
        return context is T typed
            ? typed
            : throw new InvalidCastException($"The context is a {context.GetType().FullName}, not the {typeof(T).FullName} that is asked for.");
    }
}
