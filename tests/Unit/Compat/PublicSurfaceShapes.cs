namespace GlanceGate.Unit.Compat;

/// <summary>An extension method to render: C# has none in nested classes.</summary>
internal static class PublicSurfaceShapes
{
    public static T First<T>(this IEnumerable<T> all, PublicSurfaceTests.Colour colour = PublicSurfaceTests.Colour.Blue)
        where T : PublicSurfaceTests.Shape
        => all.Skip((int)colour).First();
}
