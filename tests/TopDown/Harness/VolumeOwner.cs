using System.Text.Json.Nodes;
using GlanceGate.TopDown.Clients;
using GlanceGate.TopDown.Connection;

namespace GlanceGate.TopDown.Harness;

/// <summary>An ordinary user with a project, quotas and volumes of his own, and who watches him.</summary>
/// <param name="User">The user.</param>
/// <param name="Volumes">Cinder, as he sees it.</param>
/// <param name="Cinder">Cinder, as the administrator sees it.</param>
/// <param name="Rbd">What lies in the cluster.</param>
/// <param name="Owned">Where what he makes is registered.</param>
internal sealed record VolumeOwner(Neighbour User, VolumeApi Volumes, VolumeApi Cinder, RbdObserver Rbd, CleanUp Owned)
{
    public string ProjectId => User.ProjectId;

    public Operations Steps => User.Steps;

    public VolumeSteps VolumeSteps => new(Volumes);

    /// <summary>Makes the project and the user. His volumes are not yet registered for removal, because images that they are clones of go after them.</summary>
    public static async Task<VolumeOwner> MeetAsync(StackSession session, Transcript transcript, CleanUp owned, string purpose)
    {
        var login = await session.MakeTenantAsync(Names.Unique(purpose), transcript, owned);
        return new VolumeOwner(
            session.Meet(login, transcript, owned), session.Volumes(transcript, login), session.Volumes(transcript), session.Rbd(transcript), owned);
    }

    /// <summary>Registers all volumes that he will have had, once the images that they will be clones of are there.</summary>
    public void OwnVolumes() => Owned.VolumesOf(ProjectId);

    /// <summary>Changes what his project may have of volumes.</summary>
    public async Task LimitAsync(JsonObject quotas) => (await Cinder.LimitAsync(ProjectId, quotas)).Expect(200);

    /// <summary>His volumes, as Cinder has them.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListVolumesAsync() =>
        [.. (await Volumes.ListAsync()).Expect(200).Member<JsonArray>("volumes").OfType<JsonObject>()];

    /// <summary>What is left of some of his volumes when nothing is done to them any more because their server was deleted.</summary>
    public async Task<IReadOnlyList<JsonObject>> WhatIsLeftOfAsync(Func<string, bool> ids) => await Eventually.ReachAsync(
        "no volume of a deleted server is in use, being detached or deleted",
        Eventually.Deadline,
        async () => (await ListVolumesAsync()).Where(volume => ids(volume["id"]!.GetValue<string>())).ToArray(),
        left => left.All(volume => volume["status"]!.GetValue<string>() is not ("in-use" or "detaching" or "deleting")),
        _ => null,
        left => string.Join(", ", left.Select(volume => volume["status"])));

    /// <summary>Snapshots of his volumes, as Cinder has them.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListSnapshotsAsync() =>
        [.. (await Volumes.ListSnapshotsAsync()).Expect(200).Member<JsonArray>("snapshots").OfType<JsonObject>()];

    /// <summary>What his servers use of his quota in Nova.</summary>
    public async Task<int> InstancesUsedAsync() =>
        (await User.Compute.LimitsAsync()).Expect(200).Member<JsonObject>("limits")["absolute"]!["totalInstancesUsed"]!.GetValue<int>();
}
