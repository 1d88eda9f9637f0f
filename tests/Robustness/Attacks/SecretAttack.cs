using System.Text;
using GlanceGate.Evidence;
using GlanceGate.Topology;

namespace GlanceGate.Robustness.Attacks;

/// <summary>Secrets in other spellings, among anything.</summary>
internal sealed class SecretAttack : Attack
{
    /// <inheritdoc/>
    public override string Name => "secrets";

    /// <inheritdoc/>
    public override string Promise => "a secret is taken out however it is spelt, and no line is lost";

    /// <inheritdoc/>
    public override Finding? Try(Random random)
    {
        var secret = random.GetString(SecretBox.Alphabet, SecretBox.Length);
        var spelt = Spell(random, secret);
        var (before, after) = (Material.Line(random), Material.Line(random));
        var text = $"{before}\n{Material.Line(random)} {spelt} {Material.Line(random)}\n{after}";
        string redacted;
        try
        {
            redacted = new Redactor([secret, random.GetString(SecretBox.Alphabet, SecretBox.Length)]).Redact(text);
        }
        catch (Exception problem)
        {
            return new Finding($"{problem.GetType().Name}: {problem.Message}", text);
        }

        return redacted.Contains(spelt, StringComparison.Ordinal) ? new Finding($"the secret {secret} stays as it is spelt", text)
            : redacted.Count(letter => letter == '\n') != text.Count(letter => letter == '\n') ? new Finding("lines are lost", text)
            : null;
    }

    private static string Spell(Random random, string secret) => random.Next(7) switch
    {
        0 => secret,
        1 => string.Concat(secret.Select(letter => Spell(random, letter))),
        2 => Convert.ToHexString(Encoding.UTF8.GetBytes(secret)),
        3 => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)),
        4 => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Material.Word(random)}:{secret}")),
        5 => Between(random, secret, "\u001b[1m"),
        _ => Between(random, secret, "\n"),
    };

    private static string Spell(Random random, char letter) => random.Next(4) switch
    {
        0 => $"%{(int)letter:X2}",
        1 => $"\\u{(int)letter:x4}",
        2 => $"\\x{(int)letter:x2}",
        _ => letter.ToString(),
    };

    private static string Between(Random random, string secret, string what) =>
        string.Concat(secret.Select((letter, index) => index > 0 && random.Next(8) == 0 ? what + letter : letter.ToString()));
}
