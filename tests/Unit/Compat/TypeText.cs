using System.Globalization;
using System.Reflection;

namespace GlanceGate.Unit.Compat;

/// <summary>Types, constants and constraints as C# text, for <see cref="SurfaceText"/>.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Name(underlying) + "?";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        // a nested type repeats the parameters of the types around it
        var outer = type.IsNested ? Name(type.DeclaringType!) + "." : "";
        var inherited = type.DeclaringType?.GetGenericArguments().Length ?? 0;
        return outer + type.Name.Split('`')[0] + Arguments(type.GetGenericArguments()[inherited..]);
    }

    public static string Arguments(Type[] arguments) => arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";

    /// <summary>The base class and the interfaces that a declaration would name: none that another one of them brings along.</summary>
    public static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            var underlying = Enum.GetUnderlyingType(type);
            return underlying == typeof(int) ? "" : Name(underlying);
        }

        var all = type.GetInterfaces();
        var brought = all.SelectMany(one => one.GetInterfaces()).Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        var named = all.Where(one => one.IsVisible && !brought.Contains(one)).Select(Name).Order(StringComparer.Ordinal);
        var baseClass = type.BaseType is { } found && found != typeof(object) && found != typeof(ValueType) ? [Name(found)] : Array.Empty<string>();
        return string.Join(", ", [.. baseClass, .. named]);
    }

    public static string Constraints(Type type) => type.IsGenericTypeDefinition ? Constraints(type.GetGenericArguments()) : "";

    public static string Constraints(MethodInfo method) => method.IsGenericMethodDefinition ? Constraints(method.GetGenericArguments()) : "";

    public static string Default(ParameterInfo parameter)
    {
        if (parameter.RawDefaultValue is { } value)
        {
            return parameter.ParameterType.IsEnum ? $"{Name(parameter.ParameterType)}.{Enum.ToObject(parameter.ParameterType, value)}" : Literal(value);
        }

        return parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null";
    }

    public static string Literal(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => $"\"{text}\"",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Constraints(Type[] parameters)
        => string.Concat(parameters.Select(parameter => (parameter.Name, Terms: Terms(parameter))).Where(one => one.Terms != "").Select(one => $" where {one.Name} : {one.Terms}"));

    private static string Terms(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        return string.Join(", ",
        [
            .. isStruct ? ["struct"] : flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Where(constraint => constraint != typeof(ValueType)).Select(Name).Order(StringComparer.Ordinal),
            .. !isStruct && flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : Array.Empty<string>(),
        ]);
    }
}
