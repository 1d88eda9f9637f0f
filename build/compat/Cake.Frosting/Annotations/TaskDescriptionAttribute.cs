namespace Cake.Frosting;

/// <summary>Says what a task does; shown by <c>--description</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskDescriptionAttribute : Attribute
{
    /// <summary>Describes the task.</summary>
    /// <param name="description">One line of text.</param>
    public TaskDescriptionAttribute(string description)
    {
        Description = description;
    }

    /// <summary>The task's description.</summary>
    public string Description { get; }
}
