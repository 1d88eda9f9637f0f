using System.Security.Cryptography;
using System.Text;

namespace GlanceGate.TopDown.Harness;

/// <summary>Names that no other test, and no other suite on the same stack, has.</summary>
internal static class Names
{
    private const int Longest = 60;

    /// <returns><c>gate-</c>, the purpose in lower case with dashes, and a random end.</returns>
    public static string Unique(string purpose)
    {
        var slug = new StringBuilder("gate-");
        foreach (var character in purpose.Take(Longest))
        {
            slug.Append(char.IsAsciiLetterOrDigit(character) ? char.ToLowerInvariant(character) : '-');
        }

        return $"{slug}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
    }
}
