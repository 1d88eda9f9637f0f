using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GlanceGate.TopDown.Connection;

/// <summary>One HTTP answer, of whatever status: what a wrong answer means is the test's business.</summary>
internal sealed record ApiAnswer(
    string Method, Uri Url, int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private const int ShownCharacters = 600;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <exception cref="UnexpectedAnswerException">The body is no JSON object.</exception>
    public JsonObject Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body) as JsonObject ?? throw new UnexpectedAnswerException($"a JSON object was expected: {this}");
            }
            catch (JsonException e)
            {
                throw new UnexpectedAnswerException($"JSON was expected: {this}", e);
            }
        }
    }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>For steps on the way to what a test is about; what it is about belongs in an assertion.</summary>
    /// <exception cref="UnexpectedAnswerException">The status is none of these.</exception>
    public ApiAnswer Expect(params int[] statuses) => statuses.Contains(Status)
        ? this
        : throw new UnexpectedAnswerException($"expected {string.Join(" or ", statuses)}: {this}");

    /// <summary>The object's member.</summary>
    /// <exception cref="UnexpectedAnswerException">There is none.</exception>
    public T Member<T>(string name)
        where T : JsonNode =>
        Json[name] as T ?? throw new UnexpectedAnswerException($"no {typeof(T).Name} '{name}' in the answer: {this}");

    public override string ToString()
    {
        var text = Redaction.Scrub(Printable());
        return $"{Method} {Url} -> {Status} {(text.Length > ShownCharacters ? text[..ShownCharacters] + "…" : text)}";
    }

    internal string Printable() =>
        Body.Length == 0 || Header("Content-Type") is not { } type || type.Contains("json", StringComparison.Ordinal)
            || type.StartsWith("text/", StringComparison.Ordinal)
            ? Text
            : $"<{Body.Length} bytes of {type}>";
}
