using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GlanceGate.TopDown.Connection;

/// <summary>
/// Reads the JSON file that describes a stack:
/// <code>
/// { "variant": "nova-glancev2 (libvirt)", "capabilities": ["boot", "console", "snapshot"],
///   "parameters": { "auth-url": "http://keystone:5000/v3", "username": "admin", "password": "…", "project": "admin",
///                   "user-domain": "Default", "project-domain": "Default", "region": "RegionOne" },
///   "files": { "guest": "guest.raw" },
///   "proxy": "socks5://127.0.0.1:41234", "hosts": { "keystone": "172.18.0.3" },
///   "facts": { "nova-api": { "running-options": "{…}" } } }
/// </code>
/// Paths in <c>files</c> are relative to the file's own folder; <c>proxy</c> (also empty), <c>hosts</c> and <c>facts</c> may be null or left out,
/// as may the domains (Default), the region (any), the format of images, <c>guest-format</c> (raw), the guest's memory in MiB, <c>guest-memory</c> (64), its server's disk
/// in GiB, <c>guest-disk</c> (1), and its kernel's command line, <c>guest-command-line</c> (none). Members that the suite does not know are not its business and are passed over.
/// </summary>
internal static class StackFile
{
    /// <exception cref="StackFileException">The file is missing, is not JSON, or lacks something.</exception>
    public static StackDescription Read(string path)
    {
        var root = Parse(path);
        var parameters = Texts(path, root, "parameters");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var files = Texts(path, root, "files").ToDictionary(file => file.Key, file => Path.GetFullPath(file.Value, folder));

        return new StackDescription(
            path,
            Text(path, root, "variant") ?? Text(path, root, "job") ?? "unnamed stack",
            Capabilities(path, root),
            new Credentials(
                Address(path, "parameters.auth-url", Required(path, parameters, "auth-url")),
                Required(path, parameters, "username"),
                Required(path, parameters, "password"),
                Required(path, parameters, "project"),
                parameters.GetValueOrDefault("user-domain", "Default"),
                parameters.GetValueOrDefault("project-domain", "Default"),
                parameters.GetValueOrDefault("region")),
            files,
            Text(path, root, "proxy") is { Length: > 0 } proxy ? Address(path, "proxy", proxy) : null,
            Texts(path, root, "hosts"))
        {
            GuestFormat = parameters.GetValueOrDefault("guest-format", "raw"),
            GuestMemory = Number(path, "parameters.guest-memory", parameters.GetValueOrDefault("guest-memory", "64"), least: 1),
            GuestDisk = Number(path, "parameters.guest-disk", parameters.GetValueOrDefault("guest-disk", "1"), least: 0),
            Facts = Facts(path, root),
            Parameters = parameters,
        };
    }

    private static JsonObject Parse(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new StackFileException($"{path}: a JSON object is wanted at the top");
        }
        catch (IOException e)
        {
            throw new StackFileException($"{path}: cannot read the stack's description: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new StackFileException($"{path}: not valid JSON: {e.Message}", e);
        }
    }

    private static string? Text(string path, JsonObject parent, string name) => parent[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        var other => throw new StackFileException($"{path}: '{name}' is {other.ToJsonString()}, a text is wanted"),
    };

    private static Dictionary<string, string> Texts(string path, JsonObject parent, string name) => parent[name] switch
    {
        null => [],
        JsonObject map => map.ToDictionary(
            member => member.Key,
            member => Text(path, map, member.Key) ?? throw new StackFileException($"{path}: '{name}.{member.Key}' is null")),
        var other => throw new StackFileException($"{path}: '{name}' is {other.ToJsonString()}, an object of texts is wanted"),
    };

    private static Dictionary<string, Dictionary<string, string>> Facts(string path, JsonObject root) => root["facts"] switch
    {
        null => [],
        JsonObject services => services.ToDictionary(service => service.Key, service => Texts(path, services, service.Key)),
        var other => throw new StackFileException($"{path}: 'facts' is {other.ToJsonString()}, an object of objects of texts is wanted"),
    };

    private static string[] Capabilities(string path, JsonObject root) => root["capabilities"] switch
    {
        JsonArray list => [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new StackFileException($"{path}: 'capabilities' holds {item?.ToJsonString() ?? "null"}, texts are wanted"))],

        // Without the list every test that needs something would be ignored, and nearly nothing tested.
        _ => throw new StackFileException($"{path}: 'capabilities' is wanted, a list such as [\"boot\", \"console\", \"snapshot\"]"),
    };

    private static string Required(string path, Dictionary<string, string> parameters, string name) =>
        parameters.TryGetValue(name, out var value) && value.Length > 0
            ? value
            : throw new StackFileException($"{path}: 'parameters.{name}' is wanted");

    private static int Number(string path, string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new StackFileException($"{path}: '{name}' is '{value}', a number of at least {least} is wanted");

    private static Uri Address(string path, string name, string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var uri)
            ? uri
            : throw new StackFileException($"{path}: '{name}' is '{value}', an absolute URL is wanted");
}
