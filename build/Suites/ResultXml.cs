using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace GlanceGate.Suites;

/// <summary>Loads result files, whoever wrote them, within bounds of depth and number.</summary>
internal static class ResultXml
{
    // Far above what the suites of the field write, and far below what costs memory or time that anybody notices.
    private const int DeepestElement = 100;
    private const int MostElements = 500_000;
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
        using var reader = Open(xml);
        var elements = 0;
        while (reader.Read())
        {
            if (reader.Depth > DeepestElement)
            {
                throw new FormatException($"The suite's result file is nested deeper than {DeepestElement} elements.");
            }

            elements += reader.NodeType == XmlNodeType.Element ? 1 : 0;
            if (elements > MostElements)
            {
                throw new FormatException($"The suite's result file has more than {MostElements} elements.");
            }
        }
    }

    private static XmlReader Open(string xml) =>
        XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CheckCharacters = false });
}
