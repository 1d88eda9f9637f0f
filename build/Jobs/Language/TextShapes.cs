using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using GlanceGate.Jobs.Yaml;
using static GlanceGate.Jobs.Yaml.ScalarKind;
using static GlanceGate.Jobs.Language.Words;

namespace GlanceGate.Jobs.Language;

/// <summary>The scalars of the language.</summary>
internal static partial class TextShapes
{
    private static readonly ScalarKind[] Any = [ScalarKind.Boolean, Integer, Float];

    /// <summary>Text for people, taken as it is.</summary>
    public static TextShape Prose { get; } = new("a text");

    /// <summary>Text in which placeholders are replaced.</summary>
    public static TextShape Text { get; } = new("a text") { Placeholders = true };

    /// <summary>Text or any other scalar, as written, in which placeholders are replaced.</summary>
    public static TextShape AnyText { get; } = Text with { Also = Any };

    /// <summary>A key that is not restricted.</summary>
    public static TextShape AnyKey { get; } = new("a name") { Accepts = IsLine, Pattern = LinePattern };

    /// <summary>Name of a job, service or axis.</summary>
    public static TextShape Name { get; } = new("a name")
    {
        Accepts = IsName,
        Pattern = NamePattern,
        Help = "a name has lower-case letters, digits and hyphens, and starts with a letter",
    };

    /// <summary>A matrix value or capability.</summary>
    public static TextShape Value { get; } = new("a value")
    {
        Accepts = IsValue,
        Pattern = ValuePattern,
        Also = [Integer, Float],
        Help = "a value has letters, digits, dots, hyphens and underscores",
    };

    /// <summary>A duration.</summary>
    public static TextShape Duration { get; } = new("a duration")
    {
        Accepts = text => Quantity.TryDuration(text, out _),
        Pattern = Quantity.DurationPattern,
        Also = [Integer],
        Code = DiagnosticCodes.BadDuration,
        Help = "write 250ms, 60s, 20m, 1h or plain seconds; more than nothing and at most a day",
    };

    /// <summary>A day.</summary>
    public static TextShape Date { get; } = new("a date")
    {
        Accepts = text => Quantity.TryDate(text, out _),
        Pattern = Quantity.DatePattern,
        Help = "write the year, the month and the day, as in 2027-01-31",
    };

    /// <summary>A memory limit.</summary>
    public static TextShape Size { get; } = new("a size")
    {
        Accepts = text => Quantity.TrySize(text, out var size) && size >= Quantity.LeastMemory,
        Pattern = Quantity.SizePattern,
        Also = [Integer],
        Code = DiagnosticCodes.BadSize,
        Help = "write 512m, 1g or bytes; engines take no less than 6m",
    };

    /// <summary>An absolute path inside a container.</summary>
    public static TextShape AbsolutePath { get; } = new("an absolute path")
    {
        Accepts = IsPath,
        Pattern = PathPattern,
        Help = "it starts with / and has no . or .. in it",
    };

    /// <summary>A path below the folder of the job files.</summary>
    public static TextShape RelativePath { get; } = new("a relative path")
    {
        Accepts = text => IsPath("/" + text),
        Pattern = "^[^/]+(/[^/]+)*$",
        Help = "it is relative to the folder of the job files and has no . or .. in it",
    };

    /// <summary>A mount in memory.</summary>
    public static TextShape TmpfsMount { get; } = new("a path, with options after a colon if need be")
    {
        Accepts = text => IsPath(text.Split(':', 2)[0]),
        Pattern = "^(/[^/:]+)+(:.*)?$",
        Help = "write /var/lib/x or /run:size=64m,mode=755",
    };

    /// <summary>A volume of the stack and where it is mounted.</summary>
    public static TextShape VolumeMount { get; } = new("a volume's name and a path")
    {
        Accepts = text => text.Split(':') is [var name, var path] && IsName(name) && IsPath(path),
        Pattern = NamePattern[..^1] + ":(/[^/:]+)+$",
        Help = "write name:/path; the name has lower-case letters, digits and hyphens",
    };

    /// <summary>An image.</summary>
    public static TextShape Image { get; } = new("an image")
    {
        Accepts = IsImage,
        Pattern = ImagePattern,
        Placeholders = true,
        Help = "it is a folder below build/Images, or a registry reference with a tag or digest",
    };

    /// <summary>A host name.</summary>
    public static TextShape HostName { get; } = new("a host name")
    {
        Accepts = text => text.Split('.').All(label => label.Length > 0 && IsName("a" + label)),
        Pattern = "^[a-z0-9${}:.-]+$",
        Placeholders = true,
        Help = "it has lower-case letters, digits, hyphens and dots",
    };

    /// <summary>An http URL.</summary>
    public static TextShape Url { get; } = new("an absolute http URL")
    {
        Accepts = text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http", Host.Length: > 0, UserInfo: "" },
        Pattern = "^http://[^/]+",
        Placeholders = true,
        Help = "write http://service:port/path",
    };

    /// <summary>A method and a path, in which a word in braces stands for what belongs to one object.</summary>
    public static TextShape Operation { get; } = new("an operation")
    {
        Accepts = text => OperationPattern().IsMatch(text),
        Pattern = "^[A-Z]+ /\\S*$",
        Help = "write a method and a path, for example GET /v2/images/{id}/file",
    };

    /// <summary>A TCP end point.</summary>
    public static TextShape Endpoint { get; } = new("service:port or a port")
    {
        Accepts = text => TryEndpoint(text, "", out _, out _),
        Pattern = "^([a-z][a-z0-9-]*:)?[0-9]{1,5}$",
        Also = [Integer],
        Help = "write db:3306, or 3306 for the service itself",
    };

    /// <summary>A regular expression.</summary>
    [SuppressMessage("Performance", "CA1806", Justification = "The constructor is the only check that there is.")]
    public static TextShape Regex { get; } = new("a regular expression")
    {
        Accepts = text =>
        {
            try
            {
                _ = new Regex(text);
                return text.Length > 0;
            }
            catch (ArgumentException)
            {
                return false;
            }
        },
        Help = "see .NET's regular expressions; quote it with '...'",
    };

    /// <summary>An environment variable's name.</summary>
    public static TextShape Variable { get; } = new("the name of a variable") { Accepts = IsVariable, Pattern = VariablePattern };

    /// <summary>An INI section's name.</summary>
    public static TextShape Section { get; } = new("the name of a section")
    {
        Accepts = IsSection,
        Pattern = SectionPattern,
        Help = "write it without brackets",
    };

    /// <summary>An INI key.</summary>
    public static TextShape IniKey { get; } = new("the key of an INI file") { Accepts = IsIniKey, Pattern = IniKeyPattern };

    /// <summary>An INI value.</summary>
    public static TextShape IniValue { get; } = new("a value in one line")
    {
        Accepts = IsLine,
        Pattern = LinePattern,
        Also = Any,
        Placeholders = true,
        Help = "write a list for a key that repeats, or the whole file as a text",
    };

    /// <summary>One line of text.</summary>
    public static TextShape Line { get; } = new("a text in one line")
    {
        Accepts = text => text.Length > 0 && IsLine(text),
        Pattern = LinePattern,
        Placeholders = true,
    };

    /// <summary>A command and its arguments.</summary>
    public static ListShape Arguments { get; } = new("a list of arguments", AnyText with { Noun = "an argument" })
    {
        MinItems = 1,
        Help = "write [command, argument]; there is no shell",
    };

    /// <summary>Reads a TCP end point.</summary>
    /// <param name="text"><c>host:port</c> or <c>port</c>.</param>
    /// <param name="self">Host of a port alone.</param>
    /// <param name="host">Host.</param>
    /// <param name="port">Port.</param>
    public static bool TryEndpoint(string text, string self, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        host = colon < 0 ? self : text[..colon];
        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535
            && (colon < 0 || IsName(host));
    }

    [GeneratedRegex(@"^[A-Z]+ /\S*$")]
    private static partial Regex OperationPattern();
}
