using System.Diagnostics;
using System.Globalization;
using System.Text;
using GlanceGate.CommandLine;
using GlanceGate.Robustness;
using GlanceGate.Robustness.Attacks;

const int MostMemory = 300; // MiB, with whatever the gate is fed

if (args is [var alone] && alone.StartsWith(LargeInputAttack.Argument, StringComparison.Ordinal))
{
    return LargeInputAttack.FeedAlone(alone);
}

// A campaign against the gate: dotnet run --project tests/Robustness -- --seconds=60 --seed=1 --only=patches
var options = new Dictionary<string, string> { ["seconds"] = "60", ["seed"] = Random.Shared.Next().ToString(CultureInfo.InvariantCulture), ["only"] = "", ["without"] = "", ["try"] = "" };
foreach (var argument in args)
{
    if (argument.Split('=', 2) is not [['-', '-', .. var key], var value] || !options.ContainsKey(key))
    {
        Console.Error.WriteLine($"unknown argument '{argument}'; there are {string.Join(", ", options.Keys.Select(name => $"--{name}=..."))}");
        return 2;
    }

    options[key] = value;
}

if (!int.TryParse(options["seconds"], out var seconds) || seconds < 1 || !int.TryParse(options["seed"], out var seed))
{
    Console.Error.WriteLine("--seconds and --seed are numbers");
    return 2;
}

var root = RepositoryRoot.Find(AppContext.BaseDirectory);
var folder = Directory.CreateTempSubdirectory("gate-robustness-").FullName;
Attack[] all =
[
    new JobFileAttack(root), new PatchAttack(root), new ResultFileAttack(), new LogAttack(), new SecretAttack(), new ShownTextAttack(), new LargeInputAttack(), new KillAttack(root, folder),
];
var attacks = all.Where(attack => (options["only"].Length == 0 || options["only"].Split(',').Contains(attack.Name)) && !options["without"].Split(',').Contains(attack.Name)).ToList();
if (attacks.Count == 0)
{
    Console.Error.WriteLine($"there is no attack '{options["only"]}'; there are {string.Join(", ", all.Select(attack => attack.Name))}");
    return 2;
}

Console.WriteLine($"seed {seed}, {seconds} s: {string.Join(", ", attacks.Select(attack => attack.Name))}");
var findings = 0;
var tries = 0;
foreach (var attack in attacks)
{
    // kills cost seconds each, and the others a few thousandths
    var share = attacks.Count == 1 ? 1.0 : attack is KillAttack ? 0.5 : 0.5 / (attacks.Count - (attacks.Exists(other => other is KillAttack) ? 1 : 0));
    var (count, red) = (0, 0);
    var begin = Stopwatch.StartNew();
    for (; count == 0 || (options["try"].Length == 0 && begin.Elapsed.TotalSeconds < seconds * share && red < 10); count++)
    {
        var number = options["try"].Length > 0 ? int.Parse(options["try"], CultureInfo.InvariantCulture) : count;
        var finding = Attempt(attack, new Random(HashCode(seed, attack.Name, number)));
        if (finding is null)
        {
            continue;
        }

        red++;
        var file = Path.Combine(folder, $"{attack.Name}-{number}.txt");
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(finding.Input)); // also what is no text
        Console.WriteLine($"FOUND {attack.Name}: {finding.What}\n    again: --seed={seed} --only={attack.Name} --try={number}; what it was done with: {file}");
    }

    findings += red;
    tries += count;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{attack.Name,-12} {count,7} tries in {begin.Elapsed.TotalSeconds,5:0.0} s, {red} findings: {attack.Promise}"));
}

var peak = Math.Max(Process.GetCurrentProcess().PeakWorkingSet64 >> 20, attacks.OfType<LargeInputAttack>().Select(attack => attack.Most).FirstOrDefault());
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory at most {peak} MiB, of {MostMemory} that it may be{(peak > MostMemory ? ": too much" : "")}"));
if (peak > MostMemory)
{
    findings++;
}

if (findings == 0)
{
    Directory.Delete(folder, recursive: true);
}

Console.WriteLine($"{tries} tries, {findings} findings");
return findings == 0 ? 0 : 1;

// The runtime's own hash codes differ from process to process.
static int HashCode(int seed, string name, int number) => name.Aggregate(unchecked((seed * 31) + number), (hash, letter) => unchecked((hash * 31) + letter));

static Finding? Attempt(Attack attack, Random random)
{
    Finding? finding = null;
    var work = new Thread(Try, 16 << 20) { IsBackground = true };
    work.Start();
    return work.Join(attack.Limit) ? finding : new Finding($"it takes longer than {attack.Limit.TotalSeconds:0} s", string.Empty);

    void Try()
    {
        try
        {
            finding = attack.Try(random);
        }
        catch (Exception problem)
        {
            finding = new Finding($"the attack itself failed: {problem.Message}", problem.ToString());
        }
    }
}
