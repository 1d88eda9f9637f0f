using System.Text.Json.Serialization;
using Docker.DotNet.Models;

namespace Docker.DotNet.Json;

/// <summary>
/// What goes over the wire. Generated at build time, so that the first request does not wait for reflection. Nulls are
/// not sent: to the daemon an absent field means its default, a null may mean an empty one.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(NullAsFalseConverter),
        typeof(NullAsZeroConverter),
        typeof(NullAsUnsignedZeroConverter),
        typeof(UnixOrIsoDateTimeConverter),
    ])]
[JsonSerializable(typeof(AuthConfig))]
[JsonSerializable(typeof(CommitContainerChangesParameters))]
[JsonSerializable(typeof(CommitContainerChangesResponse))]
[JsonSerializable(typeof(ContainerExecCreateParameters))]
[JsonSerializable(typeof(ContainerExecCreateResponse))]
[JsonSerializable(typeof(ContainerExecInspectResponse))]
[JsonSerializable(typeof(ContainerExecStartParameters))]
[JsonSerializable(typeof(ContainerInspectResponse))]
[JsonSerializable(typeof(ContainerPathStatResponse))]
[JsonSerializable(typeof(ContainersPruneResponse))]
[JsonSerializable(typeof(ContainerStatsResponse))]
[JsonSerializable(typeof(ContainerWaitResponse))]
[JsonSerializable(typeof(CreateContainerParameters))]
[JsonSerializable(typeof(CreateContainerResponse))]
[JsonSerializable(typeof(IDictionary<string, AuthConfig>), TypeInfoPropertyName = "AuthConfigs")]
[JsonSerializable(typeof(IDictionary<string, IDictionary<string, bool>>), TypeInfoPropertyName = "Filters")]
[JsonSerializable(typeof(IDictionary<string, string>), TypeInfoPropertyName = "Texts")]
[JsonSerializable(typeof(IList<ContainerListResponse>), TypeInfoPropertyName = "Containers")]
[JsonSerializable(typeof(IList<IDictionary<string, string>>), TypeInfoPropertyName = "DeletedImages")]
[JsonSerializable(typeof(IList<ImagesListResponse>), TypeInfoPropertyName = "Images")]
[JsonSerializable(typeof(IList<NetworkResponse>), TypeInfoPropertyName = "Networks")]
[JsonSerializable(typeof(ImageInspectResponse))]
[JsonSerializable(typeof(ImagesPruneResponse))]
[JsonSerializable(typeof(JSONMessage))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(NetworkConnectParameters))]
[JsonSerializable(typeof(NetworkDisconnectParameters))]
[JsonSerializable(typeof(NetworkResponse))]
[JsonSerializable(typeof(NetworksCreateParameters))]
[JsonSerializable(typeof(NetworksCreateResponse))]
[JsonSerializable(typeof(NetworksPruneResponse))]
[JsonSerializable(typeof(SystemInfoResponse))]
[JsonSerializable(typeof(VersionResponse))]
[JsonSerializable(typeof(VolumeResponse))]
[JsonSerializable(typeof(VolumesCreateParameters))]
[JsonSerializable(typeof(VolumesListResponse))]
[JsonSerializable(typeof(VolumesPruneResponse))]
internal sealed partial class DockerJson : JsonSerializerContext;
