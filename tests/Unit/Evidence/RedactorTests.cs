using System.Text;
using GlanceGate.Evidence;

namespace GlanceGate.Unit.Evidence;

public sealed class RedactorTests
{
    private const string Secret = "s3cret/Pa+ss\"w";

    private static readonly Redactor Redactor = new([Secret, string.Empty]);

    [Test]
    public void A_secret_as_it_is() =>
        Assert.That(Redactor.Redact($"a {Secret} b {Secret}"), Is.EqualTo("a ***secret*** b ***secret***"));

    [TestCase("s3cret%2FPa%2Bss%22w")]
    [TestCase("s3cret%2fPa%2bss%22w")]
    [TestCase("s3cret/Pa\\u002Bss\\u0022w")]
    [TestCase("%73%33%63%72%65%74%2f%50%61%2b%73%73%22%77")]
    [TestCase("\\u0073\\u0033cret/Pa\\x2bss\\u0022w")]
    [TestCase("s3\u001b[1;31mcret\u001b[0m/Pa+ss\"w")]
    [TestCase("7333637265742f50612b73732277")]
    [TestCase("7333637265742F50612B73732277")]
    public void A_secret_in_other_words(string text) => Assert.That(Redactor.Redact($"x={text}&y"), Is.EqualTo("x=***secret***&y"));

    [TestCase("\u001b[5 s3\u001b[1mcret\u001b[1m/Pa+ss\"w")]
    [TestCase("\u001b[5s3\u001b[1mcret/Pa+ss\"w")]
    [TestCase("\u001bs3cret/Pa+ss\"w")]
    public void A_secret_whose_first_letter_ends_an_escape_sequence(string text) =>
        Assert.That(Redactor.Redact(text), Does.EndWith("***secret***").And.Not.Contain("cret/"));

    [Test]
    public void A_secret_over_the_ends_of_lines_leaves_the_lines() => Assert.That(
        Redactor.Redact("a s3cr\net/P\r\n  a+ss\"w b\nc"),
        Is.EqualTo("a ***secret***\n\n b\nc"));

    [TestCase("")]
    [TestCase("u:")]
    [TestCase("us:")]
    [TestCase("use:")]
    public void A_secret_within_base64(string before)
    {
        foreach (var after in new[] { string.Empty, "1", "12", "123" })
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + after));
            var redacted = Redactor.Redact($"Basic {encoded} end");
            Assert.That(redacted, Does.Contain("***secret***").And.EndsWith(" end"));
        }
    }

    [Test]
    public void The_longer_of_two_secrets_goes_first() =>
        Assert.That(new Redactor(["abc", "abcdef"]).Redact("abcdef abc"), Is.EqualTo("***secret*** ***secret***"));

    [Test]
    public void Without_secrets_nothing_is_found() => Assert.That(new Redactor([]).Redact("plain text"), Is.EqualTo("plain text"));

    [TestCase("token gAAAAABmN0x2abcdefghijklmnopqrstuvwxyz012345-_==", "token ***token***")]
    [TestCase("gAAAA is not one", "gAAAA is not one")]
    [TestCase("X-Auth-Token: 0123456789abcdef", "X-Auth-Token: ***token***")]
    [TestCase("{'x-subject-token': 'abc-def', 'Date': 1}", "{'x-subject-token': '***token***', 'Date': 1}")]
    [TestCase("\"X-Service-Token\": \"abc\"}", "\"X-Service-Token\": \"***token***\"}")]
    [TestCase("Authorization: Bearer abc.def.ghi", "Authorization: Bearer ***token***")]
    [TestCase("mysql+pymysql://glance:pa55@db/glance", "mysql+pymysql://glance:***secret***@db/glance")]
    [TestCase("http://glance:9292/v2/images", "http://glance:9292/v2/images")]
    public void Tokens_are_found_by_their_shape(string text, string redacted) => Assert.That(Redactor.Redact(text), Is.EqualTo(redacted));

    [Test]
    public void What_is_redacted_stays_as_it_is() =>
        Assert.That(Redactor.Redact("X-Auth-Token: ***secret*** x://u:***secret***@h"), Is.EqualTo("X-Auth-Token: ***secret*** x://u:***secret***@h"));
}
