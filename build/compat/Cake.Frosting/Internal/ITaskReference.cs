namespace Cake.Frosting.Internal;

/// <summary>An attribute that names another task by its class.</summary>
internal interface ITaskReference
{
    Type Task { get; }
}
