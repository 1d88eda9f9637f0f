using GlanceGate.Engine.Packages;

namespace GlanceGate.Unit.Engine.Packages;

[TestFixture]
internal sealed class AptOutputTests
{
    [TestCase(100, "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 2438 (apt-get)\nE: Unable to lock directory /var/lib/apt/lists/", AptAnswer.Locked)]
    [TestCase(100, "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1 (unattended-upgr)", AptAnswer.Locked)]
    [TestCase(100, "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?", AptAnswer.Locked)]
    [TestCase(100, "dpkg: error: dpkg frontend lock was locked by another process with pid 7", AptAnswer.Locked)]
    [TestCase(100, "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.", AptAnswer.Interrupted)]
    [TestCase(100, "E: Failed to fetch http://m/x.deb  404  Not Found [IP: 1.2.3.4 80]\nE: Unable to fetch some archives, maybe run apt-get update", AptAnswer.NotFetched)]
    [TestCase(100, "E: Unable to locate package docker.io", AptAnswer.NotFetched)]
    [TestCase(100, "Setting up x\nE: Sub-process /usr/bin/dpkg returned an error code (1)", AptAnswer.Failed)]
    [TestCase(100, "", AptAnswer.Failed)]
    [TestCase(0, "Get:1 http://m is another process using it", AptAnswer.Done)]
    public void An_installation_is_read(int exitCode, string output, AptAnswer expected) =>
        Assert.That(AptOutput.Of(exitCode, output, isUpdate: false), Is.EqualTo(expected));

    [TestCase(0, "W: Failed to fetch http://m/InRelease  Temporary failure resolving 'm'\nW: Some index files failed to download.", AptAnswer.NotFetched)]
    [TestCase(0, "Err:1 http://m bookworm InRelease\n  Temporary failure resolving 'm'\nW: Failed to fetch http://m", AptAnswer.NotFetched)]
    [TestCase(0, "Get:1 http://m bookworm InRelease\nReading package lists...", AptAnswer.Done)]
    [TestCase(0, "W: http://m: Key is stored in legacy trusted.gpg keyring", AptAnswer.Done)]
    [TestCase(100, "E: The repository 'http://m bookworm Release' is not signed.", AptAnswer.Failed)]
    public void An_update_that_fetched_nothing_is_none_whatever_apt_says(int exitCode, string output, AptAnswer expected) =>
        Assert.That(AptOutput.Of(exitCode, output, isUpdate: true), Is.EqualTo(expected));

    [TestCase(AptAnswer.Locked, "Reading...\nE: Could not get lock /l\nE: Unable to lock directory", "E: Could not get lock /l")]
    [TestCase(AptAnswer.Failed, "E: first\nE: last\nmore", "E: last")]
    [TestCase(AptAnswer.Failed, "no error\nmore", "more")]
    [TestCase(AptAnswer.Failed, "", "it said nothing")]
    public void The_reason_is_one_line(AptAnswer answer, string output, string expected) =>
        Assert.That(AptOutput.ReasonOf(answer, output), Is.EqualTo(expected));
}
