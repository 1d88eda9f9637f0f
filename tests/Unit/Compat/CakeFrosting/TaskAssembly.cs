using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;
using Cake.Core;
using Cake.Frosting;

namespace GlanceGate.Unit.Compat.CakeFrosting;

/// <summary>A small assembly of tasks, made at run time: public tasks in this one would be found by every host.</summary>
internal static class TaskAssembly
{
    /// <summary>Makes an assembly with a task each that is public, nested and public, abstract, internal.</summary>
    public static Assembly Create()
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("SampleTasks"), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule("SampleTasks");
        var outer = module.DefineType("Outer", TypeAttributes.Public, typeof(object));
        outer.CreateType();
        Define(module.DefineType("Exported", TypeAttributes.Public, typeof(FrostingTask<ICakeContext>)));
        Define(outer.DefineNestedType("Nested", TypeAttributes.NestedPublic, typeof(AsyncFrostingTask<ICakeContext>)));
        Define(module.DefineType("Abstract", TypeAttributes.Public | TypeAttributes.Abstract, typeof(FrostingTask<ICakeContext>)));
        Define(module.DefineType("Internal", TypeAttributes.NotPublic, typeof(FrostingTask<ICakeContext>)));

        using var image = new MemoryStream();
        assembly.Save(image);
        image.Position = 0;
        return new AssemblyLoadContext("SampleTasks", isCollectible: true).LoadFromStream(image);
    }

    private static void Define(TypeBuilder type)
    {
        type.DefineDefaultConstructor(MethodAttributes.Public);
        type.CreateType();
    }
}
