namespace GlanceGate.Unit.Compat;

public sealed class PublicSurfaceTests
{
    private const string List = """
        namespace GlanceGate.Unit.Compat

        // a comment, braces and blank lines do not matter
        public interface PublicSurfaceTests.IShape<T> : IDisposable where T : class, IComparable, new()
        {
          T Value { get; }
          Task<IReadOnlyList<int?>> DrawAsync(string name = null, CancellationToken cancellationToken = default);
        }
        public abstract class PublicSurfaceTests.Shape : ICloneable
          protected Shape(params string[] names);
          public static readonly int Corners;
          public const string Kind = "shape";
          public bool IsRound { get; protected set; }
          public string Name { get; init; }
          public event EventHandler Drawn;
          public abstract object Clone();
          public override string ToString();
          public virtual bool Peek(byte[] buffer, out uint peeked);
        [AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)] public sealed class PublicSurfaceTests.MarkAttribute : Attribute
        public enum PublicSurfaceTests.Colour
          Red = 1
          Blue = 4
        public static class PublicSurfaceShapes
          public static T First<T>(this IEnumerable<T> all, PublicSurfaceTests.Colour colour = PublicSurfaceTests.Colour.Blue) where T : PublicSurfaceTests.Shape;
        public delegate void PublicSurfaceTests.Handler(object sender)
        """;

    private static readonly Type[] Types =
        [typeof(IShape<>), typeof(Shape), typeof(MarkAttribute), typeof(Colour), typeof(PublicSurfaceShapes), typeof(Handler)];

    public interface IShape<T> : IDisposable
        where T : class, IComparable, new()
    {
        T Value { get; }

        Task<IReadOnlyList<int?>> DrawAsync(string? name = null, CancellationToken cancellationToken = default);
    }

    public delegate void Handler(object sender);

    public enum Colour
    {
        Red = 1,
        Blue = 4,
    }

    [Test]
    public void Differences_NothingDiffers_IsEmpty()
        => Assert.That(PublicSurface.Differences(List, PublicSurface.Of(Types)), Is.Empty);

    [Test]
    public void Differences_TheListHasMore_NamesTheMissingLine()
    {
        var list = List.Replace("  T Value { get; }", "  T Value { get; }\n  int Gone();", StringComparison.Ordinal);

        var head = "public interface PublicSurfaceTests.IShape<T> : IDisposable where T : class, IComparable, new()";
        Assert.That(
            PublicSurface.Differences(list, PublicSurface.Of(Types)),
            Is.EqualTo([$"missing: GlanceGate.Unit.Compat | {head} | int Gone();"]));
    }

    [Test]
    public void Differences_AnotherConstructorIsListed_NamesTheOneWithoutParameters()
    {
        var list = List.Replace("MarkAttribute : Attribute", "MarkAttribute : Attribute\n  public MarkAttribute(int sides);", StringComparison.Ordinal);

        var differences = PublicSurface.Differences(list, PublicSurface.Of(Types));

        Assert.That(differences, Has.Count.EqualTo(2).And.Some.EndsWith("| public MarkAttribute(int sides);").And.Some.EndsWith("| public MarkAttribute();"));
    }

    [Test]
    public void Differences_ASignatureChanged_NamesBothSides()
    {
        var list = List.Replace("out uint peeked", "out int peeked", StringComparison.Ordinal);

        Assert.That(PublicSurface.Differences(list, PublicSurface.Of(Types)), Has.Count.EqualTo(2).And.Some.Contain("out int").And.Some.Contain("out uint"));
    }

    [Test]
    public void Differences_ATypeIsNotListed_NamesItAndItsMembers()
    {
        var list = List[..List.IndexOf("public delegate", StringComparison.Ordinal)];

        Assert.That(
            PublicSurface.Differences(list, PublicSurface.Of(Types)),
            Is.EqualTo(["not listed: GlanceGate.Unit.Compat | public delegate void PublicSurfaceTests.Handler(object sender)"]));
    }

    public abstract class Shape(params string[] names) : ICloneable
    {
        public const string Kind = "shape";

        public static readonly int Corners = 4;

        public event EventHandler? Drawn;

        public bool IsRound { get; protected set; }

        public string Name { get; init; } = names[0];

        public abstract object Clone();

        public override string ToString() => Name;

        public virtual bool Peek(byte[] buffer, out uint peeked)
        {
            peeked = 0;
            Drawn?.Invoke(this, EventArgs.Empty);
            return Hidden();
        }

        internal bool Hidden() => IsRound;
    }

    [AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
    public sealed class MarkAttribute : Attribute;
}
