using System.Globalization;
using System.Security.Cryptography;
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

    /// <summary>What images must be here so that servers boot from them.</summary>
    public BootableImages Bootable => BootableImages.Of(Stack, _shared.Parts);

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
            return new StackSession(stack, http, await Clients.Identity.AuthenticateAsync(http, stack.Credentials, transcript));
        }
        catch
        {
            http.Dispose();
            throw;
        }
    }

    /// <summary>Where the catalog has Glance.</summary>
    public string ImageEndpoint => _login.Endpoint("image");

    /// <param name="transcript">Where what is said is written down.</param>
    /// <param name="who">Who asks; null is the administrator of the stack's description.</param>
    public ImageApi Images(Transcript transcript, Login? who = null) =>
        new(_http, transcript, ImageEndpoint, who ?? _login);

    /// <inheritdoc cref="Images"/>
    public ComputeApi Compute(Transcript transcript, Login? who = null) =>
        new(_http, transcript, _login.Endpoint("compute"), who ?? _login);

    /// <summary>Cinder, for a stack with the capability <c>volumes</c>.</summary>
    public VolumeApi Volumes(Transcript transcript, Login? who = null) =>
        new(_http, transcript, (who ?? _login).Endpoint("volumev3"), who ?? _login);

    /// <summary>What servers are said to take from their hosts.</summary>
    public PlacementApi Placement(Transcript transcript) => new(_http, transcript, _login.Endpoint("placement"), _login);

    /// <summary>What lies in the Ceph cluster, for a stack with the capability <c>locations</c>.</summary>
    public RbdObserver Rbd(Transcript transcript) => new(_http, transcript, Stack.Address("rbd-observer"));

    /// <summary>What disturbs Nova's requests to Glance, for a stack with the capability <c>image-faults</c>.</summary>
    public ImageFaults Faults(Transcript transcript) => new(_http, transcript, Stack.Address("image-faults"));

    /// <summary>What signs images, for a stack with the capability <c>signed-images</c>.</summary>
    public KeyManager Keys(Transcript transcript) => new(_http, transcript, Stack.Address("key-manager"));

    /// <summary>Takes the compute host's power away, and gives it back, for a stack with the capability <c>power-loss</c>.</summary>
    /// <returns>When it had it again, by the stack's clock.</returns>
    public async Task<DateTimeOffset> CyclePowerAsync(Transcript transcript)
    {
        var answer = (await _http.SendAsync(new ApiRequest("POST", new Uri(Stack.Address("power-button"), "/cycle")), transcript)).Expect(200);
        return DateTimeOffset.Parse(answer.Header("Date") ?? throw new UnexpectedAnswerException($"no date: {answer}"), CultureInfo.InvariantCulture);
    }

    /// <summary>Keystone, as the administrator.</summary>
    public IdentityAdmin Identity(Transcript transcript) => new(_http, transcript, Stack.Credentials, _login);

    /// <summary>Clean-up by the administrator, who may remove what anyone has.</summary>
    public CleanUp CleanUp(Transcript transcript) => new(Images(transcript), Compute(transcript), Identity(transcript))
    {
        Volumes = Stack.Capabilities.Contains("volumes") ? new VolumeCleanUp(Volumes(transcript)) : null,
    };

    /// <summary>Makes a project and an ordinary user of it; both are removed with what they will have.</summary>
    /// <param name="name">A unique name for both.</param>
    /// <param name="transcript">Where what is said is written down.</param>
    /// <param name="owned">Where they are registered.</param>
    public Task<Login> MakeTenantAsync(string name, Transcript transcript, CleanUp owned)
    {
        owned.Tenant(name);
        return Identity(transcript).CreateTenantAsync(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
    }

    /// <summary>An ordinary user as a client.</summary>
    /// <param name="login">His log-in.</param>
    /// <param name="transcript">Where what is said is written down.</param>
    /// <param name="owned">Where what he makes is registered.</param>
    public Neighbour Meet(Login login, Transcript transcript, CleanUp owned)
    {
        var (images, compute) = (Images(transcript, login), Compute(transcript, login));
        return new Neighbour(login.ProjectId, images, compute, new Operations(images, compute, owned, Bootable));
    }

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
