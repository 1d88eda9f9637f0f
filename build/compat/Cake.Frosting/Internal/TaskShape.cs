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

    public bool ContinuesOnError => _class.IsDefined(typeof(ContinueOnErrorAttribute), inherit: false);

    /// <summary>The context that the task's methods take.</summary>
    public Type ContextType { get; }

    public bool OverridesRun => Overrides(_run);

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

    /// <summary>Whether the class, or one between it and the base class, overrides a method of the base class.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="before">The method's parameters before the context, which is the last one.</param>
    public bool Overrides(string method, params Type[] before)
        => _class.GetMethod(method, [.. before, ContextType]) is { } found && found.GetBaseDefinition().DeclaringType != found.DeclaringType;
}
