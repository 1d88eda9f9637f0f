using System.Globalization;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Jobs;

/// <summary>
/// A frozen job as YAML text: every value that a run uses, secrets as their placeholders, the same text for the same variant.
/// </summary>
/// <remarks>
/// Written from what is run, defaults included, and not from the merged files; those are asked only where a value came from.
/// </remarks>
internal sealed class PlanWriter
{
    private readonly PlanText _text;
    private readonly JobVariant _variant;

    private PlanWriter(JobVariant variant, bool origins)
    {
        _variant = variant;
        _text = new PlanText(origins ? variant.Tree : null);
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

    /// <summary>Writes several variants, each as a document of its own.</summary>
    /// <param name="variants">The variants.</param>
    /// <param name="origins">Whether each value is followed by the place it came from.</param>
    public static string Write(IReadOnlyList<JobVariant> variants, bool origins = false) =>
        string.Join("---\n", variants.Select(variant => Write(variant, origins)));

    private void WriteJob()
    {
        _text.Text(0, "job", _variant.Job);
        _text.Text(0, "variant", _variant.Name);
        _text.Open(0, "matrix", _variant.Values.Count, () =>
        {
            foreach (var (axis, value) in _variant.Values)
            {
                _text.Value(1, axis, value, ["matrix", axis]);
            }
        });
        _text.Text(0, "description", _variant.Description);
        _text.Optional(0, "host", _variant.Host, ["host"]);
        _text.Value(0, "timeout", Quantity.Format(_variant.Timeout), ["timeout"]);
        _text.Value(0, "post-timeout", Quantity.Format(_variant.PostTimeout), ["post-timeout"]);
        _text.Value(0, "attempts", _variant.Attempts.ToString(CultureInfo.InvariantCulture), ["attempts"], ScalarForm.AsIs);
        _text.Value(0, "voting", _variant.Voting ? "true" : "false", ["voting"], ScalarForm.AsIs);
        _text.List(0, "capabilities", _variant.Capabilities, ["capabilities"]);
        WriteExpectations();
        WriteLogScan();
        WriteChanges();
        WriteNodeset();
        WriteSuite();
        _text.Open(0, "services", _variant.Services.Count, () =>
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
            _text.Open(0, "expect", 1, () =>
            {
                _text.Value(1, "outcome", expect.Outcome, ["expect", "outcome"]);
                _text.Optional(1, "because", expect.Because, ["expect", "because"]);
            });
        }

        if (_variant.Audit is { } audit)
        {
            _text.Open(0, "audit", 1, () => _text.Open(1, "image-api", 1, () =>
            {
                _text.Value(2, "service", audit.Service, ["audit", "image-api", "service"]);
                _text.List(2, "clients", audit.Clients, ["audit", "image-api", "clients"]);
                _text.Open(2, "forbid", audit.Forbidden.Count, () =>
                {
                    foreach (var (service, operations) in audit.Forbidden)
                    {
                        _text.List(3, service, operations, ["audit", "image-api", "forbid", service]);
                    }
                });
            }));
        }
    }

    private void WriteLogScan()
    {
        if (_variant.LogScan is not { } scan)
        {
            return;
        }

        _text.Open(0, "log-scan", 1, () =>
        {
            _text.Value(1, "errors", scan.Errors, ["log-scan", "errors"]);
            _text.Texts(1, "formats", scan.Formats, ["log-scan", "formats"]);
            _text.Open(1, "allow", scan.Allow.Count, () =>
            {
                foreach (var error in scan.Allow)
                {
                    string[] at = ["log-scan", "allow", error.Name];
                    _text.Open(2, error.Name, 1, () =>
                    {
                        _text.Value(3, "service", error.Service, [.. at, "service"]);
                        _text.Value(3, "pattern", error.Pattern, [.. at, "pattern"]);
                        _text.Value(3, "reason", error.Reason, [.. at, "reason"]);
                        _text.Optional(3, "during", error.During switch { LogPhase.Start => "start", LogPhase.Suite => "suite", _ => null }, [.. at, "during"]);
                        if (error.Sometimes)
                        {
                            _text.Value(3, "sometimes", "true", [.. at, "sometimes"], ScalarForm.AsIs);
                        }
                    });
                }
            });
        });
    }

    private void WriteChanges()
    {
        if (_variant.Changes.Count == 0)
        {
            return;
        }

        _text.Open(0, "changes", _variant.Changes.Count, () =>
        {
            foreach (var change in _variant.Changes)
            {
                _text.Item(1, "project", change.Project);
                _text.Placed(2, "patch", change.Patch, change.Source);
                if (change.Content is { } content)
                {
                    _text.Text(2, "digest", content.Content.Digest);
                }
            }
        });
    }

    private void WriteNodeset()
    {
        if (_variant.Nodeset is not { } nodeset)
        {
            return;
        }

        _text.Open(0, "nodeset", 1, () =>
        {
            _text.Value(1, "listen", nodeset.Listen, ["nodeset", "listen"]);
            string[] ports = [.. nodeset.Publish.Select(port => string.Create(CultureInfo.InvariantCulture, $"{port.Service}:{port.Port}"))];
            _text.List(1, "publish", ports, ["nodeset", "publish"]);
            _text.Open(1, "nodes", nodeset.Nodes.Count, () =>
            {
                foreach (var node in nodeset.Nodes)
                {
                    string[] at = ["nodeset", "nodes", node.Name];
                    _text.Open(2, node.Name, 1, () =>
                    {
                        _text.Value(3, "address", node.Address, [.. at, "address"]);
                        _text.Value(3, "service", node.Service, [.. at, "service"]);
                        _text.Value(3, "timeout", Quantity.Format(node.Timeout), [.. at, "timeout"]);
                        foreach (var (word, command) in node.Commands)
                        {
                            _text.List(3, word, command, [.. at, word]);
                        }
                    });
                }
            });
        });
    }

    private void WriteSuite()
    {
        var suite = _variant.Suite;
        _text.Open(0, "suite", 1, () =>
        {
            _text.Optional(1, "project", suite.Foreign is null ? suite.Project : null, ["suite", "project"]);
            WriteForeignSuite(suite.Foreign);
            _text.Value(1, "where", suite.Where, ["suite", "where"]);
            _text.Texts(1, "parameters", suite.Parameters, ["suite", "parameters"]);
            if (suite.Files.Count > 0)
            {
                _text.Open(1, "files", suite.Files.Count, () =>
                {
                    foreach (var (name, file) in suite.Files)
                    {
                        _text.Open(2, name, 1, () =>
                        {
                            _text.Value(3, "image", file.Image, ["suite", "files", name, "image"]);
                            _text.Value(3, "path", file.Path, ["suite", "files", name, "path"]);
                        });
                    }
                });
            }

            WriteSkips(suite.Skips);
        });
    }

    private void WriteForeignSuite(ForeignSuiteUse? foreign)
    {
        if (foreign is null)
        {
            return;
        }

        string[] at = ["suite", foreign.Suite.Name];
        _text.Open(1, foreign.Suite.Name, foreign.Values.Count, () =>
        {
            foreach (var (name, values) in foreign.Values)
            {
                var isNumber = foreign.Suite.Parameters.Any(parameter => parameter.Name == name && parameter.Type == "number");
                if (values is [var only])
                {
                    _text.Value(2, name, only, [.. at, name], isNumber ? ScalarForm.AsIs : ScalarForm.Text);
                }
                else
                {
                    _text.List(2, name, values, [.. at, name]);
                }
            }
        });
    }

    private void WriteSkips(IReadOnlyList<AllowedSkip> skips)
    {
        if (skips.Count == 0)
        {
            return;
        }

        _text.Open(1, "skips", skips.Count, () =>
        {
            foreach (var skip in skips)
            {
                string[] at = ["suite", "skips", skip.Name];
                _text.Open(2, skip.Name, 2, () =>
                {
                    _text.Value(3, "test", skip.Test, [.. at, "test"]);
                    _text.Value(3, "reason", skip.Reason, [.. at, "reason"]);
                });
            }
        });
    }

    private void WriteService(ServiceDefinition service)
    {
        string[] at = ["services", service.Name];
        _text.Open(1, service.Name, 1, () =>
        {
            _text.Value(2, "image", service.Image, [.. at, "image"]);
            if (service.Projects is { } projects)
            {
                _text.List(2, "projects", projects, [.. at, "projects"]);
            }

            _text.Optional(2, "hostname", service.Hostname, [.. at, "hostname"]);
            _text.Optional(2, "user", service.User, [.. at, "user"]);
            _text.OptionalList(2, "entrypoint", service.Entrypoint, [.. at, "entrypoint"]);
            _text.OptionalList(2, "command", service.Command, [.. at, "command"]);
            _text.Texts(2, "environment", service.Environment, [.. at, "environment"]);
            WriteConfig(service, [.. at, "config"]);
            WriteHealthcheck(service, [.. at, "healthcheck"]);
            WriteDependencies(service, [.. at, "depends_on"]);
            _text.Optional(2, "mem_limit", service.MemoryLimit is { } limit ? Quantity.FormatSize(limit) : null, [.. at, "mem_limit"]);
            string[] mounts = [.. service.Tmpfs.Select(mount => mount.Value.Length > 0 ? $"{mount.Key}:{mount.Value}" : mount.Key)];
            _text.OptionalList(2, "tmpfs", mounts, [.. at, "tmpfs"]);
            _text.OptionalList(2, "volumes", [.. service.Volumes.Select(mount => $"{mount.Value}:{mount.Key}")], [.. at, "volumes"]);
            _text.OptionalList(2, "cap_add", service.CapAdd, [.. at, "cap_add"]);
            _text.OptionalList(2, "cap_drop", service.CapDrop, [.. at, "cap_drop"]);
            _text.OptionalList(2, "security_opt", service.SecurityOpt, [.. at, "security_opt"]);
            _text.OptionalList(2, "devices", service.Devices, [.. at, "devices"]);
            if (service.Init)
            {
                _text.Value(2, "init", "true", [.. at, "init"], ScalarForm.AsIs);
            }

            if (service.Facts.Count > 0)
            {
                _text.Open(2, "facts", service.Facts.Count, () =>
                {
                    foreach (var (name, command) in service.Facts)
                    {
                        _text.List(3, name, command, [.. at, "facts", name]);
                    }
                });
            }
        });
    }

    private void WriteConfig(ServiceDefinition service, string[] at)
    {
        if (service.Config.Count == 0)
        {
            return;
        }

        _text.Open(2, "config", service.Config.Count, () =>
        {
            foreach (var (path, file) in service.Config)
            {
                if (file.Sections is { } sections)
                {
                    _text.Open(3, path, sections.Count, () => WriteSections(sections, [.. at, path]));
                }
                else
                {
                    _text.Value(3, path, file.Text ?? "", [.. at, path]);
                }
            }
        });
    }

    private void WriteSections(IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>> sections, string[] at)
    {
        foreach (var (section, keys) in sections)
        {
            _text.Open(4, section, keys.Count, () =>
            {
                foreach (var (key, values) in keys)
                {
                    if (values.Count == 1)
                    {
                        _text.Value(5, key, values[0], [.. at, section, key], ScalarForm.AnyScalar);
                    }
                    else
                    {
                        _text.List(5, key, values, [.. at, section, key], ScalarForm.AnyScalar);
                    }
                }
            });
        }
    }

    private void WriteHealthcheck(ServiceDefinition service, string[] at)
    {
        if (service.Healthcheck is not { } check)
        {
            return;
        }

        _text.Open(2, "healthcheck", 1, () =>
        {
            switch (check.Probe)
            {
                case HealthProbe.Http http:
                    _text.Value(3, "http", http.Url.OriginalString, [.. at, "http"]);
                    string[] codes = [.. http.Status.Select(code => code.ToString(CultureInfo.InvariantCulture))];
                    _text.OptionalList(3, "status", codes, [.. at, "status"], ScalarForm.AsIs);
                    break;
                case HealthProbe.Tcp tcp:
                    _text.Value(3, "tcp", string.Create(CultureInfo.InvariantCulture, $"{tcp.Host}:{tcp.Port}"), [.. at, "tcp"]);
                    break;
                case HealthProbe.Command command:
                    _text.List(3, "command", command.Arguments, [.. at, "command"]);
                    _text.Optional(3, "in", command.In, [.. at, "in"]);
                    break;
                case HealthProbe.Log log:
                    _text.Value(3, "log", log.Pattern, [.. at, "log"]);
                    break;
                case HealthProbe.Exit exit:
                    _text.Value(3, "exit", exit.Code.ToString(CultureInfo.InvariantCulture), [.. at, "exit"], ScalarForm.AsIs);
                    break;
            }

            _text.Value(3, "interval", Quantity.Format(check.Interval), [.. at, "interval"]);
            _text.Value(3, "timeout", Quantity.Format(check.Timeout), [.. at, "timeout"]);
        });
    }

    private void WriteDependencies(ServiceDefinition service, string[] at)
    {
        if (service.DependsOn.Count == 0)
        {
            return;
        }

        _text.Open(2, "depends_on", service.DependsOn.Count, () =>
        {
            foreach (var (name, condition) in service.DependsOn)
            {
                var word = condition switch
                {
                    DependencyCondition.ServiceHealthy => "service_healthy",
                    DependencyCondition.ServiceCompletedSuccessfully => "service_completed_successfully",
                    _ => "service_started",
                };
                _text.Open(3, name, 1, () => _text.Value(4, "condition", word, [.. at, name, "condition"]));
            }
        });
    }
}
