using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Internal;

/// <summary>Tells the engine about a build's tasks: what their attributes say and which methods they override.</summary>
internal sealed class TaskRegistration(ICakeEngine engine, IFrostingContext context, ICakeLog log)
{
    /// <exception cref="FrostingException">A task depends on a type that is no task.</exception>
    /// <exception cref="CakeException">Two tasks have the same name.</exception>
    public void Register(IEnumerable<IFrostingTask> tasks)
    {
        foreach (var task in tasks)
        {
            var shape = TaskShape.Of(task);
            if (shape.ContextType.IsInstanceOfType(context))
            {
                Register(task, shape);
            }
            else
            {
                log.Warning("Task cannot be used since the context isn't convertible to {0}.", shape.ContextType.FullName);
            }
        }
    }

    private void Register(IFrostingTask task, TaskShape shape)
    {
        log.Debug("Registering task: {0}", shape.Name);
        var builder = engine.RegisterTask(shape.Name);
        if (!string.IsNullOrWhiteSpace(shape.Description))
        {
            builder.Description(shape.Description);
        }

        if (shape.ContinuesOnError)
        {
            builder.ContinueOnError();
        }

        RegisterMethods(builder, task, shape);
        foreach (var name in NamesOf<IsDependentOnAttribute>(task, "dependency"))
        {
            builder.IsDependentOn(name);
        }

        foreach (var name in NamesOf<IsDependeeOfAttribute>(task, "reverse dependency"))
        {
            builder.IsDependeeOf(name);
        }
    }

    // only what is overridden: an error handler that does nothing would swallow the task's failure
    private void RegisterMethods(CakeTaskBuilder builder, IFrostingTask task, TaskShape shape)
    {
        if (shape.OverridesRun)
        {
            builder.Does(task.RunAsync);
        }

        if (shape.Overrides(nameof(IFrostingTask.ShouldRun)))
        {
            builder.WithCriteria(task.ShouldRun, task.SkippedMessage);
        }

        if (shape.Overrides(nameof(IFrostingTask.OnError), typeof(Exception)))
        {
            builder.OnError(exception => task.OnError(exception, context));
        }

        if (shape.Overrides(nameof(IFrostingTask.Finally)))
        {
            builder.Finally(() => task.Finally(context));
        }
    }

    private static IEnumerable<string> NamesOf<TReference>(IFrostingTask task, string relation)
        where TReference : Attribute, ITaskReference
    {
        foreach (var reference in task.GetType().GetCustomAttributes<TReference>())
        {
            yield return reference.Task.IsAssignableTo(typeof(IFrostingTask))
                ? TaskShape.NameOf(reference.Task)
                : throw new FrostingException($"The {relation} '{reference.Task.Name}' is not a valid task.");
        }
    }
}
