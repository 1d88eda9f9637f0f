using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using GlanceGate.Engine;

namespace GlanceGate.Component.Engine;

/// <summary>What a container reaches. A port at which nobody listens answers too: it is reached when it refuses.</summary>
[TestFixture]
public sealed class NetworkReachTests
{
    private const int Nobody = 9;

    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(4));
    private EngineScratch _scratch = null!;

    private static IContainerEngine Engine => ComponentEngine.Engine;

    private static bool IsPodman => ComponentEngine.IsPodman;

    [SetUp]
    public void Begin() => _scratch = new EngineScratch(Engine, ComponentEngine.BaseImage);

    [TearDown]
    public async Task NothingIsLeft() => await _scratch.DisposeAsync();

    [OneTimeTearDown]
    public void Dispose() => _deadline.Dispose();

    [Test]
    public async Task A_stack_reaches_itself_and_no_other_stack()
    {
        await using var other = new EngineScratch(Engine, ComponentEngine.BaseImage);
        await _scratch.CreateNetworkAsync();
        await other.CreateNetworkAsync();
        var here = await StartAsync(_scratch);
        var beside = await StartAsync(_scratch);
        var there = await StartAsync(other);

        var reached = await ReachedAsync(here, [await AddressAsync(beside), await AddressAsync(there)], Nobody);

        Assert.That(reached, Is.EqualTo(new[] { await AddressAsync(beside) }));
    }

    [Test]
    public async Task A_stack_reaches_nothing_of_this_machine_and_nothing_beyond_it()
    {
        if (!ComponentEngine.Lease.Info.IsLocal)
        {
            Assert.Ignore("the engine is on another machine, whose addresses are not known");
        }

        await using var world = await OtherMachine.CreateAsync();
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        await _scratch.CreateNetworkAsync();
        var here = await StartAsync(_scratch);

        // the first address of its own network is this machine's, where it has one
        var own = (await AddressAsync(here)).Split('.');
        var machine = Addresses().Append($"{own[0]}.{own[1]}.{own[2]}.1").Distinct().ToList();
        var reached = await ReachedAsync(here, machine, ((IPEndPoint)listener.LocalEndpoint).Port);
        var beyond = await ReachedAsync(here, [OtherMachine.Address], Nobody);

        using (Assert.EnterMultipleScope())
        {
            // Podman's name service listens there
            Assert.That(reached, IsPodman ? Has.Count.LessThan(2) : Is.Empty);
            Assert.That(beyond, Is.Empty);
        }
    }

    [Test]
    public async Task This_machine_reaches_a_stack_that_is_a_persons_to_work_on_and_has_no_address_in_another()
    {
        if (!ComponentEngine.Lease.Info.IsLocal)
        {
            Assert.Ignore("the engine is on another machine");
        }

        await using var other = new EngineScratch(Engine, ComponentEngine.BaseImage);
        await _scratch.CreateNetworkAsync(NetworkReach.Machine);
        await other.CreateNetworkAsync();
        var there = await AddressAsync(await StartAsync(_scratch));
        var isolated = await AddressAsync(await StartAsync(other));
        using var client = new TcpClient();

        var problem = await Assert.CatchAsync<SocketException>(async () => await client.ConnectAsync(there, Nobody, _deadline.Token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(problem?.SocketErrorCode, Is.EqualTo(SocketError.ConnectionRefused));
            Assert.That(Addresses().Count(address => IsBeside(address, there)), Is.EqualTo(1));
            Assert.That(Addresses().Count(address => IsBeside(address, isolated)), Is.EqualTo(IsPodman ? 1 : 0));
        }

        static bool IsBeside(string address, string other) => address.StartsWith(other[..(other.LastIndexOf('.') + 1)], StringComparison.Ordinal);
    }

    [Test]
    public async Task A_container_with_a_second_network_reaches_the_world_and_its_stack()
    {
        if (!ComponentEngine.Lease.Info.IsLocal)
        {
            Assert.Ignore("the engine is on another machine, beside which no other one can be put");
        }

        await using var world = await OtherMachine.CreateAsync();
        await _scratch.CreateNetworkAsync();
        var outside = $"{_scratch.Id}-out";
        await Engine.CreateNetworkAsync(outside, NetworkReach.Outside, _scratch.Labels, _deadline.Token);
        try
        {
            var beside = await StartAsync(_scratch);
            var here = await StartAsync(_scratch, spec => spec with { EgressNetwork = outside });

            var reached = await ReachedAsync(here, [OtherMachine.Address, await AddressAsync(beside)], Nobody);
            var network = (await AddressAsync(beside)).Split('.')[..3];

            using (Assert.EnterMultipleScope())
            {
                Assert.That(reached, Is.EqualTo(new[] { OtherMachine.Address, await AddressAsync(beside) }));
                Assert.That((await AddressAsync(here)).Split('.')[..3], Is.EqualTo(network), "its address is the one that its stack knows it by");
            }
        }
        finally
        {
            await _scratch.RemoveContainersAsync();
            await Engine.RemoveNetworkAsync(outside, _deadline.Token);
        }
    }

    private async Task<string> StartAsync(EngineScratch scratch, Func<ContainerSpec, ContainerSpec>? change = null)
    {
        var container = await scratch.CreateAsync(["sleep", "infinity"], change);
        await Engine.StartContainerAsync(container, _deadline.Token);
        return container;
    }

    private async Task<string> AddressAsync(string container) => (await Engine.InspectContainerAsync(container, _deadline.Token))!.Address!;

    private async Task<List<string>> ReachedAsync(string container, IReadOnlyList<string> addresses, int port)
    {
        var reached = new List<string>();
        foreach (var address in addresses)
        {
            var result = await Engine.ExecAsync(
                container, ["timeout", "5", "bash", "-c", $"exec 3<>/dev/tcp/{address}/{port}"], _deadline.Token);
            await TestContext.Out.WriteLineAsync($"{address}:{port}: exit code {result.ExitCode} {result.Errors}");
            if (result.ExitCode == 0 || result.Errors.Contains("refused", StringComparison.Ordinal))
            {
                reached.Add(address);
            }
        }

        return reached;
    }

    private static IEnumerable<string> Addresses() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(item => item.GetIPProperties().UnicastAddresses)
        .Select(item => item.Address)
        .Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
        .Select(address => address.ToString());

    /// <summary>A machine beyond this one: a network namespace at the other end of a cable.</summary>
    private sealed class OtherMachine : IAsyncDisposable
    {
        public const string Address = "198.51.100.2";

        private readonly string _name = $"gate{Guid.NewGuid():N}"[..11];

        public static async Task<OtherMachine> CreateAsync()
        {
            var machine = new OtherMachine();
            try
            {
                await RunAsync("netns", "add", machine._name);
                await RunAsync("link", "add", machine._name, "type", "veth", "peer", "name", "eth0", "netns", machine._name);
                await RunAsync("address", "add", "198.51.100.1/30", "dev", machine._name);
                await RunAsync("link", "set", machine._name, "up");
                await RunAsync("-n", machine._name, "address", "add", $"{Address}/30", "dev", "eth0");
                await RunAsync("-n", machine._name, "link", "set", "eth0", "up");
                await RunAsync("-n", machine._name, "route", "add", "default", "via", "198.51.100.1");
                return machine;
            }
            catch
            {
                await machine.DisposeAsync();
                throw;
            }
        }

        public async ValueTask DisposeAsync() => await RunAsync("netns", "delete", _name);

        private static async Task RunAsync(params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.That(process.ExitCode, Is.Zero, $"ip {string.Join(' ', arguments)}: {errors}");
        }
    }
}
