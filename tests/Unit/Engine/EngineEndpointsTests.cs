using GlanceGate.Engine;

namespace GlanceGate.Unit.Engine;

[TestFixture]
public sealed class EngineEndpointsTests
{
    // SHA-256 of "remote", as Docker names the folder of a context.
    private const string Meta = "/home/u/.docker/contexts/meta/b71199ebd070b36beab7317920c2c2f1d777df8d05e5527d8458fda57cb17a7a/meta.json";

    private readonly Dictionary<string, string> _environment = [];
    private readonly Dictionary<string, string> _files = [];

    [SetUp]
    public void Clear()
    {
        _environment.Clear();
        _files.Clear();
    }

    [Test]
    public void An_argument_wins_over_everything_else()
    {
        _environment["DOCKER_HOST"] = "tcp://other:2375";

        Assert.That(Find("unix:///run/x.sock"), Is.EqualTo(new[] { new EngineEndpoint(new Uri("unix:///run/x.sock"), "--engine", true) }));
    }

    [Test]
    public void A_path_stands_for_its_socket() => Assert.That(Find("/run/x.sock").Single().Address, Is.EqualTo(new Uri("unix:///run/x.sock")));

    [Test]
    public void DOCKER_HOST_wins_over_the_context_and_sockets()
    {
        _environment["DOCKER_HOST"] = "tcp://other:2375";
        _environment["DOCKER_CONTEXT"] = "remote";
        _files["/var/run/docker.sock"] = "";

        Assert.That(Find(null), Is.EqualTo(new[] { new EngineEndpoint(new Uri("tcp://other:2375"), "DOCKER_HOST", true) }));
    }

    [TestCase("ssh://host", "forward the socket: ssh -L")]
    [TestCase("nonsense", "must be unix:///path")]
    [TestCase("npipe:////./pipe/docker_engine", "must be unix:///path")]
    [TestCase("tcp://host", "names no port")]
    public void An_address_that_cannot_be_used_is_refused_with_help(string address, string help) =>
        Assert.That(() => Find(address), Throws.TypeOf<EngineException>().With.Message.Contains($"'{address}'").And.Message.Contains(help));

    [Test]
    public void TLS_is_set_up_as_Docker_does_it()
    {
        _environment["DOCKER_TLS_VERIFY"] = "1";
        _environment["DOCKER_CERT_PATH"] = "/certs";
        Certificates("/certs", "ca.pem", "cert.pem", "key.pem");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Find("tcp://other:2376").Single().Tls, Is.EqualTo(new EngineTls("/certs/ca.pem", "/certs/cert.pem", "/certs/key.pem")));
            Assert.That(Find("unix:///run/x.sock").Single().Tls, Is.Null, "a socket");
        }
    }

    [Test]
    public void TLS_without_verification_believes_any_engine()
    {
        _environment["DOCKER_TLS"] = "1";
        Certificates("/home/u/.docker", "ca.pem");

        Assert.That(Find("tcp://other:2376").Single().Tls, Is.EqualTo(new EngineTls(null, null, null)));
    }

    [TestCase("/certs/ca.pem", "cert.pem", "key.pem")]
    [TestCase("no key.pem", "ca.pem", "cert.pem")]
    [TestCase("no cert.pem", "ca.pem", "key.pem")]
    public void Missing_files_of_TLS_are_named(string named, params string[] present)
    {
        _environment["DOCKER_TLS_VERIFY"] = "1";
        _environment["DOCKER_CERT_PATH"] = "/certs";
        Certificates("/certs", present);

        Assert.That(() => Find("tcp://other:2376"), Throws.TypeOf<EngineException>().With.Message.Contains(named));
    }

    [TestCase("", ExpectedResult = "/ca.pem")]
    [TestCase(""", "SkipTLSVerify": true""", ExpectedResult = null)]
    public string? The_chosen_context_has_its_own_certificates(string more)
    {
        _environment["DOCKER_CONTEXT"] = "remote";
        _files[Meta] = """{"Endpoints": {"docker": {"Host": "tcp://far:2376"MORE}}}""".Replace("MORE", more, StringComparison.Ordinal);
        var folder = Path.Combine(Path.GetDirectoryName(Meta)!.Replace("meta", "tls", StringComparison.Ordinal), "docker");
        Certificates(folder, "ca.pem", "cert.pem", "key.pem");

        var tls = Find(null).Single().Tls!;

        Assert.That(tls.Certificate, Is.EqualTo($"{folder}/cert.pem"));
        return tls.Authority?.Replace(folder, "", StringComparison.Ordinal);
    }

    private void Certificates(string folder, params string[] names)
    {
        foreach (var name in names)
        {
            _files[Path.Combine(folder, name)] = "";
        }
    }

    [Test]
    public void The_chosen_context_names_the_engine()
    {
        _files["/home/u/.docker/config.json"] = """{"currentContext": "remote"}""";
        _files[Meta] = """{"Name": "remote", "Endpoints": {"docker": {"Host": "tcp://far:2375"}}}""";

        Assert.That(Find(null), Is.EqualTo(new[] { new EngineEndpoint(new Uri("tcp://far:2375"), "Docker context 'remote'", true) }));
    }

    [Test]
    public void A_context_without_an_engine_is_an_error()
    {
        _files["/home/u/.docker/config.json"] = """{"currentContext": "remote"}""";

        Assert.That(() => Find(null), Throws.TypeOf<EngineException>().With.Message.Contains("Docker context 'remote'").And.Message.Contains("meta.json"));
    }

    [Test]
    public void A_broken_configuration_is_an_error_that_names_the_file()
    {
        _files["/home/u/.docker/config.json"] = "{";

        Assert.That(() => Find(null), Throws.TypeOf<EngineException>().With.Message.StartsWith("/home/u/.docker/config.json cannot be read"));
    }

    [TestCase("""{"currentContext": "default"}""")]
    [TestCase("""{"auths": {}}""")]
    [TestCase("""{"currentContext": 5}""")]
    [TestCase("[]")]
    public void Without_a_chosen_context_the_sockets_that_exist_are_tried(string configuration)
    {
        _environment["XDG_RUNTIME_DIR"] = "/run/user/1";
        _files["/home/u/.docker/config.json"] = configuration;
        _files["/var/run/docker.sock"] = "";
        _files["/run/user/1/podman/podman.sock"] = "";

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Find(null).Select(item => item.Address.AbsolutePath), Is.EqualTo(new[] { "/var/run/docker.sock", "/run/user/1/podman/podman.sock" }));
            Assert.That(Find(null).Select(item => item.IsExplicit), Is.All.False);
        }
    }

    [Test]
    public void Where_there_is_nothing_nothing_is_tried() => Assert.That(Find(null), Is.Empty);

    private IReadOnlyList<EngineEndpoint> Find(string? argument) => new EngineEndpoints(
        name => _environment.GetValueOrDefault(name), "/home/u", _files.ContainsKey, path => _files[path]).Find(argument);
}
