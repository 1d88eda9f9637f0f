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

        if (shape.OverridesRun)
        {
            builder.Does(task.RunAsync);
        }

        foreach (var dependency in task.GetType().GetCustomAttributes<IsDependentOnAttribute>())
        {
            builder.IsDependentOn(dependency.Task.IsAssignableTo(typeof(IFrostingTask))
                ? TaskShape.NameOf(dependency.Task)
                : throw new FrostingException($"The dependency '{dependency.Task.Name}' is not a valid task."));
        }
    }
}
