using System.ComponentModel;
using Cake.Cli;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>The options of every build. Whatever else stands on the command line is the build's own.</summary>
internal sealed class HostCommandSettings : CommandSettings
{
    [CommandOption("-t|--target|--Target <TARGET>")]
    [Description("Runs a task and the tasks that it depends on; may be given several times.")]
    [DefaultValue("Default")]
    public string[] Targets { get; set; } = [];

    [CommandOption("-w|--working <PATH>")]
    [Description("Sets the working directory.")]
    [TypeConverter(typeof(Cli.DirectoryPathConverter))]
    public DirectoryPath? WorkingDirectory { get; set; }

    [CommandOption("-v|--verbosity <VERBOSITY>")]
    [Description("Sets how much is logged: Quiet, Minimal, Normal, Verbose or Diagnostic.")]
    [TypeConverter(typeof(VerbosityConverter))]
    public Verbosity? Verbosity { get; set; }

    [CommandOption("--description|--descriptions|--showdescription|--showdescriptions")]
    [Description("Lists the tasks and what they do.")]
    public bool Description { get; set; }

    [CommandOption("--tree|--showtree")]
    [Description("Shows which task depends on which.")]
    public bool Tree { get; set; }

    [CommandOption("--dryrun|--noop|--whatif")]
    [Description("Lists the tasks that would run, in order, and runs none.")]
    public bool DryRun { get; set; }

    [CommandOption("-e|--exclusive")]
    [Description("Runs the targets without the tasks that they depend on.")]
    public bool Exclusive { get; set; }

    [CommandOption("--no-report")]
    [Description("Leaves out the table of tasks and durations at the end.")]
    public bool NoReport { get; set; }

    [CommandOption("--version|--ver")]
    [Description("Shows the version of Cake.")]
    public bool Version { get; set; }

    [CommandOption("--info")]
    [Description("Shows more about Cake.")]
    public bool Info { get; set; }
}
