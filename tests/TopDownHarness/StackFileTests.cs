using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDownHarness;

public sealed class StackFileTests
{
    private const string Parameters =
        """ "parameters": {"auth-url": "http://keystone:5000/v3", "username": "u", "password": "p", "project": "j"} """;

    private string _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("suite-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Read_CompleteFile_GivesEverything()
    {
        var stack = Read("""
            {"session": "s", "job": "j", "variant": "j (libvirt)", "capabilities": ["boot", "console"],
             "parameters": {"auth-url": "http://keystone:5000/v3", "username": "u", "password": "p", "project": "j",
                            "user-domain": "ud", "project-domain": "pd", "region": "r"},
             "files": {"guest": "/srv/guest.raw"}, "proxy": "socks5://127.0.0.1:41234", "hosts": {"keystone": "172.18.0.3"}}
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Variant, Is.EqualTo("j (libvirt)"));
            Assert.That(stack.Capabilities, Is.EqualTo(new[] { "boot", "console" }));
            Assert.That(
                stack.Credentials, Is.EqualTo(new Credentials(new Uri("http://keystone:5000/v3"), "u", "p", "j", "ud", "pd", "r")));
            Assert.That(stack.Files["guest"], Is.EqualTo("/srv/guest.raw"));
            Assert.That(stack.Proxy, Is.EqualTo(new Uri("socks5://127.0.0.1:41234")));
            Assert.That(stack.Hosts["keystone"], Is.EqualTo("172.18.0.3"));
        }
    }

    [TestCase("null")]
    [TestCase("\"\"")]
    public void Read_NoProxyAndNoHosts_GivesPlainNames(string none)
    {
        var stack = Read($$"""{"capabilities": [], "proxy": {{none}}, "hosts": null, {{Parameters}}}""");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(stack.Proxy, Is.Null);
            Assert.That(stack.Hosts, Is.Empty);
            Assert.That(stack.Credentials.UserDomain, Is.EqualTo("Default"));
            Assert.That(stack.Credentials.Region, Is.Null);
        }
    }

    [Test]
    public void File_RelativePath_IsBesideTheStackFile()
    {
        var guest = Path.Combine(_folder, "guest.raw");
        File.WriteAllText(guest, "x");
        var stack = Read($$"""{"capabilities": [], "files": {"guest": "guest.raw"}, {{Parameters}}}""");

        Assert.That(stack.File("guest"), Is.EqualTo(guest));
    }

    [Test]
    public void Fact_OfAService_IsItsText()
    {
        var stack = Read($$$"""{"capabilities": [], "facts": {"api": {"running-options": "{}"}}, {{{Parameters}}}}""");

        Assert.That(stack.Fact("api", "running-options"), Is.EqualTo("{}"));
    }

    [TestCase("""{"api": {"other": "x"}}""", "'facts.api' has no 'running-options'", "what is there: api.other")]
    [TestCase("{}", "'facts.api' has no 'running-options'", "what is there: nothing")]
    [TestCase("null", "'facts.api' has no 'running-options'", "what is there: nothing")]
    public void Fact_Missing_FailsAndTellsWhatIsThere(string facts, string expected, string reason)
    {
        var stack = Read($$"""{"capabilities": [], "facts": {{facts}}, {{Parameters}}}""");

        Assert.That(
            () => stack.Fact("api", "running-options"),
            Throws.TypeOf<StackFileException>().With.Message.Contain(expected).And.Message.Contain(reason));
    }

    [TestCase("guest", "files.guest is ", "which does not exist")]
    [TestCase("other", "'files' has no 'other'", "")]
    public void File_Missing_TellsWhich(string name, string expected, string reason)
    {
        var stack = Read($$"""{"capabilities": [], "files": {"guest": "nowhere.raw"}, {{Parameters}}}""");

        Assert.That(() => stack.File(name), Throws.TypeOf<StackFileException>().With.Message.Contain(expected).And.Message.Contain(reason));
    }

    [TestCase("{", "not valid JSON")]
    [TestCase("[]", "a JSON object is wanted")]
    [TestCase("{}", "'capabilities' is wanted")]
    [TestCase("""{"capabilities": "boot"}""", "'capabilities' is wanted")]
    [TestCase("""{"capabilities": [1]}""", "'capabilities' holds 1")]
    [TestCase("""{"capabilities": []}""", "'parameters.auth-url' is wanted")]
    [TestCase("""{"capabilities": [], "parameters": {"auth-url": "keystone"}}""", "'parameters.auth-url' is 'keystone', an absolute URL")]
    [TestCase("""{"capabilities": [], "parameters": {"auth-url": "http://k/v3"}}""", "'parameters.username' is wanted")]
    [TestCase("""{"capabilities": [], "parameters": {"auth-url": 5}}""", "'auth-url' is 5, a text is wanted")]
    [TestCase("""{"capabilities": [], "facts": [], "parameters": {"auth-url": "http://k/v3", "username": "u", "password": "p", "project": "j"}}""", "'facts' is []")]
    [TestCase("""{"capabilities": [], "parameters": {"auth-url": "http://k/v3", "username": "u", "password": "p", "project": "j", "guest-memory": "64M"}}""", "'parameters.guest-memory' is '64M', a number of at least 1")]
    [TestCase("""{"capabilities": [], "parameters": []}""", "'parameters' is [], an object of texts")]
    public void Read_WrongFile_TellsFileAndReason(string json, string reason)
    {
        Assert.That(() => Read(json), Throws.TypeOf<StackFileException>().With.Message.Contain("stack.json: ").And.Message.Contain(reason));
    }

    [Test]
    public void Read_NoFile_TellsItsPath()
    {
        var path = Path.Combine(_folder, "none.json");

        Assert.That(() => StackFile.Read(path), Throws.TypeOf<StackFileException>().With.Message.StartWith($"{path}: cannot read"));
    }

    [Test]
    public void Locate_ParameterAndVariable_TheParameterWins()
    {
        Assert.That(StackLocator.Locate("/a.json", "/b.json", _folder), Is.EqualTo("/a.json"));
    }

    [Test]
    public void Locate_Variable_WinsOverKeptStacks()
    {
        Keep("one", DateTime.UtcNow);

        Assert.That(StackLocator.Locate(null, "/b.json", _folder), Is.EqualTo("/b.json"));
    }

    [Test]
    public void Locate_NothingNamed_TakesTheNewestKeptStack()
    {
        var start = DateTime.UtcNow;
        Keep("a", start.AddMinutes(-1));
        var newest = Keep("b", start);
        Keep("c", start.AddMinutes(-2));
        Directory.CreateDirectory(Path.Combine(_folder, "without-a-file"));

        Assert.That(StackLocator.Locate("", " ", _folder), Is.EqualTo(newest));
    }

    [TestCase("")]
    [TestCase("missing")]
    public void Locate_NothingThere_TellsHowToGetAStack(string folder)
    {
        Assert.That(
            () => StackLocator.Locate(null, null, Path.Combine(_folder, folder)),
            Throws.TypeOf<StackFileException>().With.Message.Contain("GATE_STACK is not set").And.Message.Contain("--target=Up"));
    }

    private string Keep(string session, DateTime written)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, session)).FullName, "stack.json");
        File.WriteAllText(path, "{}");
        File.SetLastWriteTimeUtc(path, written);
        return path;
    }

    private StackDescription Read(string json)
    {
        var path = Path.Combine(_folder, "stack.json");
        File.WriteAllText(path, json);
        return StackFile.Read(path);
    }
}
