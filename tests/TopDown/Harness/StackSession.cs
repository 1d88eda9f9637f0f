using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>The suite's connection to one stack: who it is, and where the services are.</summary>
internal sealed class StackSession : IAsyncDisposable
{
    private readonly StackHttp _http;
    private readonly Login _login;
    private readonly SharedResources _shared;

    private StackSession(StackDescription stack, StackHttp http, Login login)
    {
        Stack = stack;
        _http = http;
        _login = login;
        _shared = new SharedResources(this);
    }

    public StackDescription Stack { get; }

    public string ProjectId => _login.ProjectId;

    public string UserId => _login.UserId;

    /// <summary>What several tests use and none may change.</summary>
    public SharedResources Shared => _shared;

    /// <exception cref="StackFileException">No stack, or its description is wrong.</exception>
    /// <exception cref="NoAnswerException">Keystone cannot be reached.</exception>
    /// <exception cref="UnexpectedAnswerException">Keystone refused the log-in.</exception>
    public static Task<StackSession> ConnectAsync(StackDescription stack, Transcript transcript) =>
        ConnectAsync(stack, new StackHttp(stack), transcript);

    /// <summary>The same through a given client, which the session owns.</summary>
    internal static async Task<StackSession> ConnectAsync(StackDescription stack, StackHttp http, Transcript transcript)
    {
        try
        {
            return new StackSession(stack, http, await Identity.AuthenticateAsync(http, stack.Credentials, transcript));
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    public ImageApi Images(Transcript transcript) => new(_http, transcript, _login.Endpoint("image"), _login.Token);

    public ComputeApi Compute(Transcript transcript) => new(_http, transcript, _login.Endpoint("compute"), _login.Token);

    /// <summary>Removes what is shared, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _shared.RemoveAsync();
        }
        finally
        {
            _http.Dispose();
        }
    }
}
