using System.Reflection;

namespace Cake.Frosting.Internal;

/// <summary>What a task's class says about the task.</summary>
internal sealed class TaskShape
{
    private readonly Type _class;
    private readonly string _run;

    private TaskShape(Type task, Type contextType, string run)
    {
        _class = task;
        _run = run;
        ContextType = contextType;
    }

    public string Name => NameOf(_class);

    public string? Description => _class.GetCustomAttribute<TaskDescriptionAttribute>()?.Description;

    /// <summary>The context that the task's methods take.</summary>
    public Type ContextType { get; }

    /// <summary>Whether the class, or one between it and the base class, overrides the method that does the work.</summary>
    public bool OverridesRun => _class.GetMethod(_run, [ContextType]) is { } found && found.GetBaseDefinition().DeclaringType != found.DeclaringType;

    public static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;

    /// <exception cref="FrostingException">The task has neither of the two base classes: there would be no saying what it overrides.</exception>
    public static TaskShape Of(IFrostingTask task)
    {
        for (var type = task.GetType(); type is not null; type = type.BaseType)
        {
            var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
            if (definition == typeof(FrostingTask<>))
            {
                return new TaskShape(task.GetType(), type.GenericTypeArguments[0], "Run");
            }

            if (definition == typeof(AsyncFrostingTask<>))
            {
                return new TaskShape(task.GetType(), type.GenericTypeArguments[0], "RunAsync");
            }
        }

        throw new FrostingException($"The task '{NameOf(task.GetType())}' is neither a FrostingTask nor an AsyncFrostingTask.");
    }
}
