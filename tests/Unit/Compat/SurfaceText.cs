using System.Reflection;
using System.Runtime.CompilerServices;

namespace GlanceGate.Unit.Compat;

/// <summary>Declarations as C# text, for <see cref="PublicSurface"/>.</summary>
internal static class SurfaceText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Head(Type type)
    {
        var usage = type.GetCustomAttribute<AttributeUsageAttribute>(inherit: false) is { } found ? Usage(found) + " " : "";
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            var invoke = type.GetMethod("Invoke")!;
            return $"{usage}public delegate {TypeText.Name(invoke.ReturnType)} {TypeText.Name(type)}({Parameters(invoke)}){TypeText.Constraints(type)}";
        }

        var bases = TypeText.Bases(type);
        return $"{usage}public {Kind(type)} {TypeText.Name(type)}{(bases == "" ? "" : " : " + bases)}{TypeText.Constraints(type)}";
    }

    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            return [];
        }

        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), null)}");
        }

        var inInterface = type.IsInterface;
        return
        [
            .. type.GetFields(Declared).Where(IsSeen).Select(Field),
            .. type.GetConstructors(Declared).Where(IsSeen).Select(constructor => $"{Access(constructor)}{Simple(type)}({Parameters(constructor)});"),
            .. type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsSeen)).Select(property => Property(property, inInterface)),
            .. type.GetEvents(Declared).Where(@event => IsSeen(@event.AddMethod!)).Select(@event =>
                $"{Modifiers(@event.AddMethod!, inInterface)}event {TypeText.Name(@event.EventHandlerType!)} {@event.Name};"),
            .. type.GetMethods(Declared).Where(method => IsSeen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))).Select(method => Method(method, inInterface)),
        ];
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Usage(AttributeUsageAttribute usage)
        => $"[AttributeUsage(AttributeTargets.{usage.ValidOn}{(usage.Inherited ? "" : ", Inherited = false")}{(usage.AllowMultiple ? ", AllowMultiple = true" : "")})]";

    private static string Field(FieldInfo field)
    {
        var modifiers = field switch { { IsLiteral: true } => "const ", { IsStatic: true, IsInitOnly: true } => "static readonly ", { IsStatic: true } => "static ", { IsInitOnly: true } => "readonly ", _ => "" };
        var value = field.IsLiteral ? $" = {TypeText.Literal(field.GetRawConstantValue())}" : "";
        return $"{(field.IsPublic ? "public " : "protected ")}{modifiers}{TypeText.Name(field.FieldType)} {field.Name}{value};";
    }

    private static string Property(PropertyInfo property, bool inInterface)
    {
        var shown = property.GetAccessors(nonPublic: true).Where(IsSeen).OrderByDescending(accessor => accessor.IsPublic).First();
        var name = property.GetIndexParameters() is { Length: > 0 } ? $"this[{Parameters(shown)}]" : property.Name;
        return $"{Modifiers(shown, inInterface)}{TypeText.Name(property.PropertyType)} {name} {{ {Accessor(property.GetMethod, "get", shown)}{Accessor(property.SetMethod, "set", shown)}}}";
    }

    private static string Accessor(MethodInfo? accessor, string word, MethodInfo shown)
    {
        if (accessor is null || !IsSeen(accessor))
        {
            return "";
        }

        var isInit = accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        return $"{(shown.IsPublic && !accessor.IsPublic ? "protected " : "")}{(isInit ? "init" : word)}; ";
    }

    private static string Method(MethodInfo method, bool inInterface)
        => $"{Modifiers(method, inInterface)}{TypeText.Name(method.ReturnType)} {method.Name}{TypeText.Arguments(method.GetGenericArguments())}({Parameters(method)}){TypeText.Constraints(method)};";

    private static string Modifiers(MethodInfo method, bool inInterface)
    {
        if (inInterface)
        {
            return "";
        }

        var isOverride = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        var kind = method switch
        {
            { IsStatic: true } => "static ",
            { IsFinal: true } when isOverride => "sealed override ",
            _ when isOverride => "override ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return Access(method) + kind;
    }

    private static string Access(MethodBase method) => method.IsPublic ? "public " : "protected ";

    private static bool IsSeen(MethodBase method)
        => (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.Name.Contains('<', StringComparison.Ordinal);

    private static bool IsSeen(FieldInfo field) => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName;

    private static string Simple(Type type) => type.Name.Split('`')[0];

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, index) =>
    {
        var isExtension = index == 0 && method.IsDefined(typeof(ExtensionAttribute), inherit: false);
        var way = parameter switch
        {
            { ParameterType.IsByRef: true, IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when isExtension => "this ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute), inherit: false) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {TypeText.Default(parameter)}" : "";
        return $"{way}{TypeText.Name(parameter.ParameterType)} {parameter.Name}{value}";
    }));
}
