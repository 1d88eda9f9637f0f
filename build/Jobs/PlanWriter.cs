using System.Globalization;
using System.Text;
using GlanceGate.Jobs.Language;
using GlanceGate.Jobs.Yaml;

namespace GlanceGate.Jobs;

/// <summary>A frozen job as YAML text: every value that a run uses, secrets as their placeholders, the same text for the same variant.</summary>
/// <remarks>Written from what is run, defaults included, and not from the merged files; those are asked only where a value came from.</remarks>
internal sealed class PlanWriter
{
    private const int CommentColumn = 60;

    private readonly StringBuilder _text = new();
    private readonly JobVariant _variant;
    private readonly bool _origins;

    private PlanWriter(JobVariant variant, bool origins)
    {
        _variant = variant;
        _origins = origins;
    }

    /// <summary>Writes one variant as one YAML document, without a document marker.</summary>
    /// <param name="variant">The variant.</param>
    /// <param name="origins">Whether each value is followed by <c># file:line</c>, or <c># default</c>.</param>
    public static string Write(JobVariant variant, bool origins = false)
    {
        var writer = new PlanWriter(variant, origins);
        writer.WriteJob();
        return writer._text.ToString();
    }

    private void WriteJob()
    {
        Line(0, "job", _variant.Job, null);
        Line(0, "variant", _variant.Name, null);
        Open(0, "matrix", _variant.Values.Count, () =>
        {
            foreach (var (axis, value) in _variant.Values)
            {
                Value(1, axis, value, ["matrix", axis]);
            }
        });
        Line(0, "description", _variant.Description, null);
        Value(0, "timeout", Quantity.Format(_variant.Timeout), ["timeout"]);
        Value(0, "post-timeout", Quantity.Format(_variant.PostTimeout), ["post-timeout"]);
        Value(0, "attempts", _variant.Attempts.ToString(CultureInfo.InvariantCulture), ["attempts"], Form.AsIs);
        Value(0, "voting", Truth(_variant.Voting), ["voting"], Form.AsIs);
        List(0, "capabilities", _variant.Capabilities, ["capabilities"]);
        WriteExpectations();
        WriteChanges();
        WriteSuite();
        Open(0, "services", _variant.Services.Count, () =>
        {
            foreach (var service in _variant.Services)
            {
                WriteService(service);
            }
        });
    }

    private void WriteExpectations()
    {
        if (_variant.Expect is { } expect)
        {
            Open(0, "expect", 1, () =>
            {
                Value(1, "outcome", expect.Outcome, ["expect", "outcome"]);
                Optional(1, "because", expect.Because, ["expect", "because"]);
            });
        }

        if (_variant.Audit is { } audit)
        {
            Open(0, "audit", 1, () => Open(1, "image-api", 1, () =>
            {
                Value(2, "service", audit.Service, ["audit", "image-api", "service"]);
                List(2, "clients", audit.Clients, ["audit", "image-api", "clients"]);
            }));
        }
    }

    private void WriteChanges()
    {
        if (_variant.Changes.Count == 0)
        {
            return;
        }

        _text.Append("changes:\n");
        foreach (var change in _variant.Changes)
        {
            _text.Append("  - project: ").Append(YamlText.Quote(change.Project)).Append('\n');
            Line(2, "patch", change.Patch, Origin(change.Source));
        }
    }

    private void WriteSuite()
    {
        var suite = _variant.Suite;
        Open(0, "suite", 1, () =>
        {
            Value(1, "project", suite.Project, ["suite", "project"]);
            Value(1, "where", suite.Where, ["suite", "where"]);
            Texts(1, "parameters", suite.Parameters, ["suite", "parameters"]);
            if (suite.Files.Count > 0)
            {
                Open(1, "files", suite.Files.Count, () =>
                {
                    foreach (var (name, file) in suite.Files)
                    {
                        Open(2, name, 1, () =>
                        {
                            Value(3, "image", file.Image, ["suite", "files", name, "image"]);
                            Value(3, "path", file.Path, ["suite", "files", name, "path"]);
                        });
                    }
                });
            }
        });
    }

    private void WriteService(ServiceDefinition service)
    {
        string[] at = ["services", service.Name];
        Open(1, service.Name, 1, () =>
        {
            Value(2, "image", service.Image, [.. at, "image"]);
            Optional(2, "hostname", service.Hostname, [.. at, "hostname"]);
            Optional(2, "user", service.User, [.. at, "user"]);
            OptionalList(2, "entrypoint", service.Entrypoint, [.. at, "entrypoint"]);
            OptionalList(2, "command", service.Command, [.. at, "command"]);
            Texts(2, "environment", service.Environment, [.. at, "environment"]);
            WriteConfig(service, [.. at, "config"]);
            WriteHealthcheck(service, [.. at, "healthcheck"]);
            WriteDependencies(service, [.. at, "depends_on"]);
            Optional(2, "mem_limit", service.MemoryLimit is { } limit ? Quantity.FormatSize(limit) : null, [.. at, "mem_limit"]);
            OptionalList(2, "tmpfs", [.. service.Tmpfs.Select(mount => mount.Value.Length > 0 ? $"{mount.Key}:{mount.Value}" : mount.Key)], [.. at, "tmpfs"]);
            OptionalList(2, "cap_add", service.CapAdd, [.. at, "cap_add"]);
            OptionalList(2, "cap_drop", service.CapDrop, [.. at, "cap_drop"]);
            OptionalList(2, "security_opt", service.SecurityOpt, [.. at, "security_opt"]);
            OptionalList(2, "devices", service.Devices, [.. at, "devices"]);
            if (service.Init)
            {
                Value(2, "init", "true", [.. at, "init"], Form.AsIs);
            }
        });
    }

    private void WriteConfig(ServiceDefinition service, string[] at)
    {
        if (service.Config.Count == 0)
        {
            return;
        }

        Open(2, "config", service.Config.Count, () =>
        {
            foreach (var (path, file) in service.Config)
            {
                if (file.Sections is not { } sections)
                {
                    Value(3, path, file.Text ?? "", [.. at, path]);
                    continue;
                }

                Open(3, path, sections.Count, () =>
                {
                    foreach (var (section, keys) in sections)
                    {
                        Open(4, section, keys.Count, () =>
                        {
                            foreach (var (key, values) in keys)
                            {
                                if (values.Count == 1)
                                {
                                    Value(5, key, values[0], [.. at, path, section, key], Form.AnyScalar);
                                }
                                else
                                {
                                    List(5, key, values, [.. at, path, section, key], Form.AnyScalar);
                                }
                            }
                        });
                    }
                });
            }
        });
    }

    private void WriteHealthcheck(ServiceDefinition service, string[] at)
    {
        if (service.Healthcheck is not { } check)
        {
            return;
        }

        Open(2, "healthcheck", 1, () =>
        {
            switch (check.Probe)
            {
                case HealthProbe.Http http:
                    Value(3, "http", http.Url.OriginalString, [.. at, "http"]);
                    OptionalList(3, "status", [.. http.Status.Select(status => status.ToString(CultureInfo.InvariantCulture))], [.. at, "status"], Form.AsIs);
                    break;
                case HealthProbe.Tcp tcp:
                    Value(3, "tcp", string.Create(CultureInfo.InvariantCulture, $"{tcp.Host}:{tcp.Port}"), [.. at, "tcp"]);
                    break;
                case HealthProbe.Command command:
                    List(3, "command", command.Arguments, [.. at, "command"]);
                    break;
                case HealthProbe.Log log:
                    Value(3, "log", log.Pattern, [.. at, "log"]);
                    break;
                case HealthProbe.Exit exit:
                    Value(3, "exit", exit.Code.ToString(CultureInfo.InvariantCulture), [.. at, "exit"], Form.AsIs);
                    break;
            }

            Value(3, "interval", Quantity.Format(check.Interval), [.. at, "interval"]);
            Value(3, "timeout", Quantity.Format(check.Timeout), [.. at, "timeout"]);
        });
    }

    private void WriteDependencies(ServiceDefinition service, string[] at)
    {
        if (service.DependsOn.Count == 0)
        {
            return;
        }

        Open(2, "depends_on", service.DependsOn.Count, () =>
        {
            foreach (var (name, condition) in service.DependsOn)
            {
                var word = condition switch
                {
                    DependencyCondition.ServiceHealthy => "service_healthy",
                    DependencyCondition.ServiceCompletedSuccessfully => "service_completed_successfully",
                    _ => "service_started",
                };
                Open(3, name, 1, () => Value(4, "condition", word, [.. at, name, "condition"]));
            }
        });
    }

    private void Open(int level, string key, int count, Action body)
    {
        _text.Append(' ', 2 * level).Append(YamlText.Quote(key)).Append(count == 0 ? ": {}\n" : ":\n");
        if (count > 0)
        {
            body();
        }
    }

    private void Texts(int level, string key, IReadOnlyDictionary<string, string> values, string[] at)
    {
        if (values.Count > 0)
        {
            Open(level, key, values.Count, () =>
            {
                foreach (var (name, value) in values)
                {
                    Value(level + 1, name, value, [.. at, name], Form.AnyScalar);
                }
            });
        }
    }

    private void Optional(int level, string key, string? value, string[] at)
    {
        if (value is not null)
        {
            Value(level, key, value, at);
        }
    }

    private void OptionalList(int level, string key, IReadOnlyList<string>? values, string[] at, Form form = Form.Text)
    {
        if (values is { Count: > 0 })
        {
            List(level, key, values, at, form);
        }
    }

    private void List(int level, string key, IReadOnlyList<string> values, string[] at, Form form = Form.Text)
    {
        var items = string.Join(", ", values.Select(value => form == Form.AsIs ? value : YamlText.Quote(value, isInFlow: true, form == Form.AnyScalar)));
        Raw(level, key, $"[{items}]", Origin(at));
    }

    private void Value(int level, string key, string value, string[] at, Form form = Form.Text)
    {
        if (form == Form.AsIs)
        {
            Raw(level, key, value, Origin(at));
        }
        else
        {
            Line(level, key, value, Origin(at), form == Form.AnyScalar);
        }
    }

    private void Line(int level, string key, string value, string? origin, bool isAnyScalar = false)
    {
        if (!YamlText.IsBlock(value))
        {
            Raw(level, key, YamlText.Quote(value, isInFlow: false, isAnyScalar), origin);
            return;
        }

        Raw(level, key, YamlText.BlockHeader(value), origin);
        foreach (var line in value.TrimEnd('\n').Split('\n'))
        {
            _text.Append(' ', line.Length > 0 ? (2 * level) + 2 : 0).Append(line).Append('\n');
        }
    }

    private void Raw(int level, string key, string value, string? origin)
    {
        var start = _text.Length;
        _text.Append(' ', 2 * level).Append(YamlText.Quote(key)).Append(": ").Append(value);
        if (origin is not null)
        {
            _text.Append(' ', Math.Max(2, CommentColumn - (_text.Length - start))).Append("# ").Append(origin);
        }

        _text.Append('\n');
    }

    private string? Origin(string[] path) => _origins ? Origin(_variant.Tree.Find(path) switch
    {
        null or SequenceNode { Items.Count: 0 } => null,
        SequenceNode { Items: [var first, ..] } => first.Span,
        var node => node.Span,
    }) ?? "default" : null;

    private string? Origin(SourceSpan? span) =>
        !_origins || span is null ? null : span.File.StartsWith("--", StringComparison.Ordinal) ? span.File : string.Create(CultureInfo.InvariantCulture, $"{span.File}:{span.Line}");

    private static string Truth(bool value) => value ? "true" : "false";

    /// <summary>How a scalar is read where it stands, which says when it needs quotes.</summary>
    private enum Form
    {
        /// <summary>As text only.</summary>
        Text,

        /// <summary>As it is written, whatever it is.</summary>
        AnyScalar,

        /// <summary>As a number or truth value, never quoted.</summary>
        AsIs,
    }
}
