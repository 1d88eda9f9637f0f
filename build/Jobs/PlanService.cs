using System.Globalization;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Jobs;

/// <summary>A service of a frozen job.</summary>
internal static class PlanService
{
    /// <summary>Writes the keys of a service.</summary>
    public static void Write(PlanText text, ServiceDefinition service)
    {
        string[] at = ["services", service.Name];
        text.Open(1, service.Name, 1, () =>
        {
            text.Value(2, "image", service.Image, [.. at, "image"]);
            if (service.Projects is { } projects)
            {
                text.List(2, "projects", projects, [.. at, "projects"]);
            }

            text.Optional(2, "hostname", service.Hostname, [.. at, "hostname"]);
            text.Optional(2, "user", service.User, [.. at, "user"]);
            text.OptionalList(2, "entrypoint", service.Entrypoint, [.. at, "entrypoint"]);
            text.OptionalList(2, "command", service.Command, [.. at, "command"]);
            text.Texts(2, "environment", service.Environment, [.. at, "environment"]);
            WriteConfig(text, service, [.. at, "config"]);
            PlanHealthcheck.Write(text, service, [.. at, "healthcheck"]);
            WriteDependencies(text, service, [.. at, "depends_on"]);
            text.Optional(2, "mem_limit", service.MemoryLimit is { } limit ? Quantity.FormatSize(limit) : null, [.. at, "mem_limit"]);
            text.Optional(2, "pids_limit", service.PidsLimit?.ToString(CultureInfo.InvariantCulture), [.. at, "pids_limit"]);
            if (service.ReadOnly)
            {
                text.Value(2, "read_only", "true", [.. at, "read_only"], ScalarForm.AsIs);
            }

            if (service.Egress)
            {
                text.Value(2, "egress", "true", [.. at, "egress"], ScalarForm.AsIs);
            }

            string[] mounts = [.. service.Tmpfs.Select(mount => mount.Value.Length > 0 ? $"{mount.Key}:{mount.Value}" : mount.Key)];
            text.OptionalList(2, "tmpfs", mounts, [.. at, "tmpfs"]);
            text.OptionalList(2, "volumes", [.. service.Volumes.Select(mount => $"{mount.Value}:{mount.Key}")], [.. at, "volumes"]);
            text.OptionalList(2, "cap_add", service.CapAdd, [.. at, "cap_add"]);
            text.OptionalList(2, "cap_drop", service.CapDrop, [.. at, "cap_drop"]);
            text.OptionalList(2, "security_opt", service.SecurityOpt, [.. at, "security_opt"]);
            text.OptionalList(2, "devices", service.Devices, [.. at, "devices"]);
            if (service.Init)
            {
                text.Value(2, "init", "true", [.. at, "init"], ScalarForm.AsIs);
            }

            if (service.Facts.Count > 0)
            {
                text.Open(2, "facts", service.Facts.Count, () =>
                {
                    foreach (var (name, command) in service.Facts)
                    {
                        text.List(3, name, command, [.. at, "facts", name]);
                    }
                });
            }
        });
    }

    private static void WriteConfig(PlanText text, ServiceDefinition service, string[] at)
    {
        if (service.Config.Count == 0)
        {
            return;
        }

        text.Open(2, "config", service.Config.Count, () =>
        {
            foreach (var (path, file) in service.Config)
            {
                if (file.Sections is { } sections)
                {
                    text.Open(3, path, sections.Count, () => WriteSections(text, sections, [.. at, path]));
                }
                else
                {
                    text.Value(3, path, file.Text ?? "", [.. at, path]);
                }
            }
        });
    }

    private static void WriteSections(PlanText text, IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> sections, string[] at)
    {
        foreach (var (section, keys) in sections)
        {
            text.Open(4, section, keys.Count, () =>
            {
                foreach (var (key, values) in keys)
                {
                    if (values.Count == 1)
                    {
                        text.Value(5, key, values[0], [.. at, section, key], ScalarForm.AnyScalar);
                    }
                    else
                    {
                        text.List(5, key, values, [.. at, section, key], ScalarForm.AnyScalar);
                    }
                }
            });
        }
    }

    private static void WriteDependencies(PlanText text, ServiceDefinition service, string[] at)
    {
        if (service.DependsOn.Count == 0)
        {
            return;
        }

        text.Open(2, "depends_on", service.DependsOn.Count, () =>
        {
            foreach (var (name, condition) in service.DependsOn)
            {
                var word = condition switch
                {
                    DependencyCondition.ServiceHealthy => "service_healthy",
                    DependencyCondition.ServiceCompletedSuccessfully => "service_completed_successfully",
                    _ => "service_started",
                };
                text.Open(3, name, 1, () => text.Value(4, "condition", word, [.. at, name, "condition"]));
            }
        });
    }
}
