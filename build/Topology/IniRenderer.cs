using System.Text;

namespace GlanceGate.Topology;

/// <summary>Renders sections as an INI file, as oslo.config and the like read them.</summary>
internal static class IniRenderer
{
    private const string First = "DEFAULT";

    /// <summary>Renders sections in their order, but DEFAULT first; a key with several values is repeated.</summary>
    /// <param name="sections">Section to key to values.</param>
    public static string Render(IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> sections)
    {
        var text = new StringBuilder();
        if (sections.TryGetValue(First, out var first))
        {
            Append(text, First, first);
        }

        foreach (var (section, keys) in sections)
        {
            if (section != First)
            {
                Append(text, section, keys);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string section, IReadOnlyDictionary<string, IReadOnlyList<string>> keys)
    {
        text.Append(text.Length > 0 ? "\n" : "").Append('[').Append(section).Append("]\n");
        foreach (var (key, values) in keys)
        {
            foreach (var item in values)
            {
                text.Append(key).Append(item.Length > 0 ? " = " : " =").Append(item).Append('\n');
            }
        }
    }
}
