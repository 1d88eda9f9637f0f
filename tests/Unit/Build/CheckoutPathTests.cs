using System.Diagnostics;
using GlanceGate.Unit.Inputs;
using GlanceGate.Unit.Jobs;

namespace GlanceGate.Unit.Build;

/// <summary>Where a checkout may lie.</summary>
internal sealed class CheckoutPathTests
{
    [Test]
    public async Task A_path_that_the_build_would_take_for_another_is_refused_with_the_reason()
    {
        using var folder = new InputFolder();
        folder.Write("feature%2Fx/CakeBuild.csproj", File.ReadAllText(Repository.PathOf("CakeBuild.csproj")));

        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-v", "q", "--no-restore", "--disable-build-servers", "-p:UpstreamPackages=true"])
        {
            WorkingDirectory = folder.Of("feature%2Fx"),
            RedirectStandardOutput = true,
        })!;
        var output = await build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync();

        Assert.That(output, Does.Contain("has a '%' in it").And.Contain("Move it to a folder without one."));
        Assert.That(build.ExitCode, Is.Not.Zero);
    }
}
