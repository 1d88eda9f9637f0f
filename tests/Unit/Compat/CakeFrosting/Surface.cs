namespace GlanceGate.Unit.Compat.CakeFrosting;

/// <summary>The public surface of Cake.Frosting, without tool installation.</summary>
internal static class Surface
{
    /// <summary>In the shape that <see cref="PublicSurface"/> compares.</summary>
    public const string List = """
        namespace Cake.Frosting

        // host
        public sealed class CakeHost
        {
          public CakeHost();
          public static CakeHost Create();
          public CakeHost AddAssembly(Assembly assembly);
          public CakeHost ConfigureServices(Action<IServiceCollection> services);
          public int Run(IEnumerable<string> args);
        }
        public static class CakeHostExtensions
        {
          public static CakeHost UseStartup<TStartup>(this CakeHost host) where TStartup : IFrostingStartup, new();
          public static CakeHost UseContext<TContext>(this CakeHost host) where TContext : class, IFrostingContext;
          public static CakeHost UseLifetime<TLifetime>(this CakeHost host) where TLifetime : class, IFrostingLifetime;
          public static CakeHost UseSetup<TSetup>(this CakeHost host) where TSetup : class, IFrostingSetup;
          public static CakeHost UseTeardown<TTeardown>(this CakeHost host) where TTeardown : class, IFrostingTeardown;
          public static CakeHost UseTaskLifetime<TLifetime>(this CakeHost host) where TLifetime : class, IFrostingTaskLifetime;
          public static CakeHost UseTaskSetup<TSetup>(this CakeHost host) where TSetup : class, IFrostingTaskSetup;
          public static CakeHost UseTaskTeardown<TTeardown>(this CakeHost host) where TTeardown : class, IFrostingTaskTeardown;
          public static CakeHost UseModule<TModule>(this CakeHost host) where TModule : ICakeModule, new();
          public static CakeHost UseWorkingDirectory(this CakeHost host, DirectoryPath path);
          public static CakeHost UseCakeSetting(this CakeHost host, string key, string value);
          public static CakeHost SetToolPath(this CakeHost host, DirectoryPath path);
        }
        public static class ServiceCollectionExtensions
        {
          public static IServiceCollection UseContext<TContext>(this IServiceCollection services) where TContext : class, IFrostingContext;
          public static IServiceCollection UseLifetime<TLifetime>(this IServiceCollection services) where TLifetime : class, IFrostingLifetime;
          public static IServiceCollection UseSetup<TSetup>(this IServiceCollection services) where TSetup : class, IFrostingSetup;
          public static IServiceCollection UseTeardown<TTeardown>(this IServiceCollection services) where TTeardown : class, IFrostingTeardown;
          public static IServiceCollection UseTaskLifetime<TLifetime>(this IServiceCollection services) where TLifetime : class, IFrostingTaskLifetime;
          public static IServiceCollection UseTaskSetup<TSetup>(this IServiceCollection services) where TSetup : class, IFrostingTaskSetup;
          public static IServiceCollection UseTaskTeardown<TTeardown>(this IServiceCollection services) where TTeardown : class, IFrostingTaskTeardown;
          public static IServiceCollection UseModule<TModule>(this IServiceCollection services) where TModule : ICakeModule, new();
          public static IServiceCollection UseWorkingDirectory(this IServiceCollection services, DirectoryPath path);
          public static IServiceCollection UseCakeSetting(this IServiceCollection services, string key, string value);
          public static IServiceCollection UseToolPath(this IServiceCollection services, DirectoryPath toolPath);
        }
        public interface IFrostingStartup
        {
          void Configure(IServiceCollection services);
        }
        public sealed class FrostingException : Exception
        {
          public FrostingException(string message);
          public FrostingException(string message, Exception innerException);
        }
        // context
        public interface IFrostingContext : ICakeContext
        {
        }
        public class FrostingContext : CakeContextAdapter, IFrostingContext
        {
          public FrostingContext(ICakeContext context);
        }
        // tasks
        public interface IFrostingTask
        {
          Task RunAsync(ICakeContext context);
          bool ShouldRun(ICakeContext context);
          string SkippedMessage { get; }
          void OnError(Exception exception, ICakeContext context);
          void Finally(ICakeContext context);
        }
        public abstract class FrostingTask : FrostingTask<ICakeContext>
        {
        }
        public abstract class FrostingTask<T> : IFrostingTask where T : ICakeContext
        {
          public virtual void Run(T context);
          public virtual bool ShouldRun(T context);
          public virtual void OnError(Exception exception, T context);
          public virtual void Finally(T context);
        }
        public abstract class AsyncFrostingTask : AsyncFrostingTask<ICakeContext>
        {
        }
        public abstract class AsyncFrostingTask<T> : IFrostingTask where T : ICakeContext
        {
          public virtual Task RunAsync(T context);
          public virtual bool ShouldRun(T context);
          public virtual void OnError(Exception exception, T context);
          public virtual void Finally(T context);
        }
        // attributes
        [AttributeUsage(AttributeTargets.Class, Inherited = false)] public sealed class TaskNameAttribute : Attribute
        {
          public string Name { get; }
          public TaskNameAttribute(string name);
        }
        [AttributeUsage(AttributeTargets.Class, Inherited = false)] public sealed class TaskDescriptionAttribute : Attribute
        {
          public string Description { get; }
          public TaskDescriptionAttribute(string description);
        }
        [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)] public sealed class IsDependentOnAttribute : Attribute
        {
          public Type Task { get; }
          public IsDependentOnAttribute(Type type);
        }
        [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)] public sealed class IsDependeeOfAttribute : Attribute
        {
          public Type Task { get; }
          public IsDependeeOfAttribute(Type type);
        }
        [AttributeUsage(AttributeTargets.Class, Inherited = false)] public sealed class ContinueOnErrorAttribute : Attribute
        {
        }
        // lifetime of the run
        public interface IFrostingSetup
        {
          void Setup(ICakeContext context, ISetupContext info);
        }
        public interface IFrostingTeardown
        {
          void Teardown(ICakeContext context, ITeardownContext info);
        }
        public interface IFrostingLifetime : IFrostingSetup, IFrostingTeardown
        {
        }
        public abstract class FrostingLifetime : FrostingLifetime<ICakeContext>
        {
        }
        public abstract class FrostingLifetime<TContext> : IFrostingLifetime where TContext : ICakeContext
        {
          public abstract void Setup(TContext context, ISetupContext info);
          public abstract void Teardown(TContext context, ITeardownContext info);
        }
        public abstract class FrostingSetup : FrostingSetup<ICakeContext>
        {
        }
        public abstract class FrostingSetup<TContext> : IFrostingSetup where TContext : ICakeContext
        {
          public abstract void Setup(TContext context, ISetupContext info);
        }
        public abstract class FrostingTeardown : FrostingTeardown<ICakeContext>
        {
        }
        public abstract class FrostingTeardown<TContext> : IFrostingTeardown where TContext : ICakeContext
        {
          public abstract void Teardown(TContext context, ITeardownContext info);
        }
        // lifetime of each task
        public interface IFrostingTaskSetup
        {
          void Setup(ICakeContext context, ITaskSetupContext info);
        }
        public interface IFrostingTaskTeardown
        {
          void Teardown(ICakeContext context, ITaskTeardownContext info);
        }
        public interface IFrostingTaskLifetime : IFrostingTaskSetup, IFrostingTaskTeardown
        {
        }
        public abstract class FrostingTaskLifetime : FrostingTaskLifetime<ICakeContext>
        {
        }
        public abstract class FrostingTaskLifetime<TContext> : IFrostingTaskLifetime where TContext : ICakeContext
        {
          public abstract void Setup(TContext context, ITaskSetupContext info);
          public abstract void Teardown(TContext context, ITaskTeardownContext info);
        }
        public abstract class FrostingTaskSetup : FrostingTaskSetup<ICakeContext>
        {
        }
        public abstract class FrostingTaskSetup<TContext> : IFrostingTaskSetup where TContext : ICakeContext
        {
          public abstract void Setup(TContext context, ITaskSetupContext info);
        }
        public abstract class FrostingTaskTeardown : FrostingTaskTeardown<ICakeContext>
        {
        }
        public abstract class FrostingTaskTeardown<TContext> : IFrostingTaskTeardown where TContext : ICakeContext
        {
          public abstract void Teardown(TContext context, ITaskTeardownContext info);
        }
        """;
}
