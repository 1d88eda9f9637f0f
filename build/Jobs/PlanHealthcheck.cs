using System.Globalization;
using GlanceGate.Jobs.Language;

namespace GlanceGate.Jobs;

/// <summary>The healthcheck of a service of a frozen job.</summary>
internal static class PlanHealthcheck
{
    /// <summary>Writes how the service is asked whether it is ready, if it is.</summary>
    public static void Write(PlanText text, ServiceDefinition service, string[] at)
    {
        if (service.Healthcheck is not { } check)
        {
            return;
        }

        text.Open(2, "healthcheck", 1, () =>
        {
            switch (check.Probe)
            {
                case HealthProbe.Http http:
                    text.Value(3, "http", http.Url.OriginalString, [.. at, "http"]);
                    string[] codes = [.. http.Status.Select(code => code.ToString(CultureInfo.InvariantCulture))];
                    text.OptionalList(3, "status", codes, [.. at, "status"], ScalarForm.AsIs);
                    break;
                case HealthProbe.Tcp tcp:
                    text.Value(3, "tcp", string.Create(CultureInfo.InvariantCulture, $"{tcp.Host}:{tcp.Port}"), [.. at, "tcp"]);
                    break;
                case HealthProbe.Command command:
                    text.List(3, "command", command.Arguments, [.. at, "command"]);
                    text.Optional(3, "in", command.In, [.. at, "in"]);
                    break;
                case HealthProbe.Log log:
                    text.Value(3, "log", log.Pattern, [.. at, "log"]);
                    break;
                case HealthProbe.Exit exit:
                    text.Value(3, "exit", exit.Code.ToString(CultureInfo.InvariantCulture), [.. at, "exit"], ScalarForm.AsIs);
                    break;
            }

            text.Value(3, "interval", Quantity.Format(check.Interval), [.. at, "interval"]);
            text.Value(3, "timeout", Quantity.Format(check.Timeout), [.. at, "timeout"]);
        });
    }
}
