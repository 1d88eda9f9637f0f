using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using GlanceGate.Inputs;

namespace GlanceGate.Suites;

/// <summary>Loads result files, whoever wrote them, within bounds of depth and number.</summary>
internal static class ResultXml
{
    private const double LongestTest = 1e9;

    /// <summary>The root of a file's text.</summary>
    /// <exception cref="FormatException">The text is no XML, or passes a bound.</exception>
    public static XElement Load(string xml)
    {
        try
        {
            // looked through before anything is built of it
            Check(xml);
            using var reader = Open(xml);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException problem)
        {
            throw new FormatException($"The suite's result file is not XML: {problem.Message}", problem);
        }
    }

    /// <summary>A number of seconds as somebody wrote it, a thousand and more with a comma as some do; what is none, or no time that a test can take, is zero.</summary>
    public static TimeSpan Seconds(string text) =>
        double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < LongestTest
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    private static void Check(string xml)
    {
        // the reader makes all attributes of an element before it says how many there are
        if (MostAttributes(xml) > InputLimits.ResultElementAttributes)
        {
            throw new FormatException($"The suite's result file has an element with more than {InputLimits.ResultElementAttributes} attributes.");
        }

        using var reader = Open(xml);
        var (elements, attributes) = (0, 0);
        while (reader.Read())
        {
            if (reader.Depth > InputLimits.ResultDepth)
            {
                throw new FormatException($"The suite's result file is nested deeper than {InputLimits.ResultDepth} elements.");
            }

            elements += reader.NodeType == XmlNodeType.Element ? 1 : 0;
            attributes += reader.AttributeCount;
            if (attributes > InputLimits.ResultAttributes)
            {
                throw new FormatException($"The suite's result file has more than {InputLimits.ResultAttributes} attributes.");
            }

            if (elements > InputLimits.ResultElements)
            {
                throw new FormatException($"The suite's result file has more than {InputLimits.ResultElements} elements.");
            }
        }
    }

    private static int MostAttributes(ReadOnlySpan<char> xml)
    {
        var most = 0;
        for (int at; (at = xml.IndexOf('<')) >= 0;)
        {
            xml = xml[at..];
            var (attributes, length) = xml.StartsWith("<!--", StringComparison.Ordinal) ? (0, LengthTo(xml, "-->"))
                : xml.StartsWith("<![CDATA[", StringComparison.Ordinal) ? (0, LengthTo(xml, "]]>"))
                : xml.StartsWith("<?", StringComparison.Ordinal) ? (0, LengthTo(xml, "?>"))
                : Tag(xml);
            most = Math.Max(most, attributes);
            xml = xml[length..];
        }

        return most;
    }

    private static int LengthTo(ReadOnlySpan<char> xml, string end) => xml.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? at + end.Length : xml.Length;

    private static (int Attributes, int Length) Tag(ReadOnlySpan<char> xml)
    {
        var attributes = 0;
        for (var i = 1; i < xml.Length; i++)
        {
            switch (xml[i])
            {
                case '>':
                    return (attributes, i + 1);
                case '=':
                    attributes++;
                    break;
                case '"' or '\'':
                    var value = xml[(i + 1)..].IndexOf(xml[i]);
                    i = value < 0 ? xml.Length : i + 1 + value;
                    break;
                default:
                    break;
            }
        }

        return (attributes, xml.Length);
    }

    private static XmlReader Open(string xml) =>
        XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false });
}
