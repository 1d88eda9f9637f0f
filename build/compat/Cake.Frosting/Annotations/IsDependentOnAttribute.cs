namespace Cake.Frosting;

/// <summary>Lets another task run before this one.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute : Attribute
{
    /// <summary>Declares the dependency.</summary>
    /// <param name="type">The class of the task that runs first; a type that is no task ends the run with a <see cref="FrostingException"/>.</param>
    public IsDependentOnAttribute(Type type)
    {
        Task = type;
    }

    /// <summary>The class of the task that runs first.</summary>
    public Type Task { get; }
}
