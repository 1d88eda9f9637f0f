using System.Net;
using System.Text;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;
using GlanceGate.TopDown.Harness;

namespace GlanceGate.TopDownHarness;

/// <summary>A stack whose every answer the test decides. Requests are <c>METHOD /path?query</c>, the services' roots left out.</summary>
internal sealed class ScriptedStack : HttpMessageHandler
{
    private readonly Func<string, (int Status, string Body)> _answer;
    private readonly StackHttp _http;

    public ScriptedStack(Func<string, (int Status, string Body)> answer)
    {
        _answer = answer;
        _http = new StackHttp(this);
        Images = new ImageApi(_http, Transcript, "http://image", new Login("the-token", [], null));
        Compute = new ComputeApi(_http, Transcript, "http://compute", new Login("the-token", [], null));
        Owned = new CleanUp(Images, Compute, time: new HastyClock());
        Steps = new Operations(Images, Compute, Owned, BootableImages.Whole("raw"), new HastyClock());
    }

    public List<string> Requests { get; } = [];

    public Transcript Transcript { get; } = new("scripted");

    public StackHttp Http => _http;

    public ImageApi Images { get; }

    public ComputeApi Compute { get; }

    public CleanUp Owned { get; }

    public Operations Steps { get; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var line = $"{request.Method} {Uri.UnescapeDataString(request.RequestUri!.PathAndQuery)}";
        Requests.Add(line);
        var (status, body) = _answer(line);
        return Task.FromResult(new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
            Headers = { { "X-Subject-Token", "the-token" }, { "X-Compute-Request-Id", $"req-{Requests.Count}" }, { "Location", "http://image/v2/images/made" } },
        });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _http.Dispose();
        }

        base.Dispose(disposing);
    }
}
