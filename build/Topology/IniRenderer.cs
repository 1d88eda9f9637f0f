using System.Text;

namespace GlanceGate.Topology;

/// <summary>Renders sections as an INI file, as oslo.config and the like read them.</summary>
internal static class IniRenderer
{
    private const string First = "DEFAULT";

    /// <summary>Renders sections in their order, but DEFAULT first; a key with several values is repeated.</summary>
    /// <param name="sections">Section to key to values.</param>
    /// <param name="value">Applied to each value.</param>
    public static string Render(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> sections, Func<string, string> value)
    {
        var text = new StringBuilder();
        foreach (var (section, keys) in sections.OrderBy(pair => pair.Key == First ? 0 : 1))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append('[').Append(section).Append("]\n");
            foreach (var (key, values) in keys)
            {
                foreach (var item in values)
                {
                    text.Append(key).Append(" = ").Append(value(item)).Append('\n');
                }
            }
        }

        return text.ToString();
    }
}
