namespace Cake.Frosting;

/// <summary>Lets the run go on, and succeed, although this task failed.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ContinueOnErrorAttribute : Attribute
{
}
