namespace Cake.Frosting;

/// <summary>Gives a task the name by which it is a target; without it the name of the class is the task's name.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TaskNameAttribute : Attribute
{
    /// <summary>Names the task.</summary>
    /// <param name="name">The name; Cake compares names without regard to case.</param>
    public TaskNameAttribute(string name)
    {
        Name = name;
    }

    /// <summary>The task's name.</summary>
    public string Name { get; }
}
