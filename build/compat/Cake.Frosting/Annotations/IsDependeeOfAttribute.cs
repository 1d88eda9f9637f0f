using Cake.Frosting.Internal;

namespace Cake.Frosting;

/// <summary>Lets this task run before another one, without that one's knowledge.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependeeOfAttribute : Attribute, ITaskReference
{
    /// <summary>Declares the reverse dependency.</summary>
    /// <param name="type">The class of the task that runs afterwards; a type that is no task ends the run with a <see cref="FrostingException"/>.</param>
    public IsDependeeOfAttribute(Type type)
    {
        Task = type;
    }

    /// <summary>The class of the task that runs afterwards.</summary>
    public Type Task { get; }
}
