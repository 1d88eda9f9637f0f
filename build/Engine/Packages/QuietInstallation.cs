namespace GlanceGate.Engine.Packages;

/// <summary>Installs packages so that nothing of them runs: not now, and not after the next boot.</summary>
internal static class QuietInstallation
{
    /// <summary>What the line begins with that names the services which were kept from starting at boot.</summary>
    public const string Notice = "glance-gate: not started at boot: ";

    // A shell does all of it, so that nothing stays when the gate is killed.
    //
    // Now: a package that brings a service starts it, unless policy-rc.d forbids it; one of the machine's own is respected.
    //
    // At boot: a package that brings a service enables it. What is taken away here are the links that were not there before, of
    // packages that were not there before, as `systemctl disable` would: Debian's packages respect that at their next upgrade, and
    // no preset or mask stays that would surprise an owner who enables the service later. Scripts of System V likewise.
    private const string Script = """
        set -u
        export LC_ALL=C
        policy=/usr/sbin/policy-rc.d
        work=$(mktemp -d) || exit 1
        ours=
        trap 'exit 130' INT TERM HUP
        trap finish EXIT

        finish() {
          trap '' INT TERM HUP
          if [ -e "$work/before" ]; then stay_quiet; fi
          if [ -n "$ours" ]; then rm -f "$policy"; fi
          rm -rf "$work"
        }

        installed() { dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | LC_ALL=C sort -u; }
        present() { dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' | sed -n '/^not-installed /d; /^config-files /d; s/^[^ ]* //p' | LC_ALL=C sort -u; }
        links() { find /etc/systemd/system -type l 2> /dev/null | LC_ALL=C sort; }
        scripts() { find /etc/rc[0-9S].d -type l -name 'S*' 2> /dev/null | sed 's,.*/S[0-9]*,,' | LC_ALL=C sort -u; }

        stay_quiet() {
          present > "$work/after"
          comm -13 "$work/before" "$work/after" | while read -r package; do dpkg-query --listfiles "$package"; done > "$work/files" 2> /dev/null
          sed -nE 's,^(/usr)?/lib/systemd/system/([^/]+)$,\2,p' "$work/files" | LC_ALL=C sort -u > "$work/units"
          sed -nE 's,^/etc/init\.d/([^/]+)$,\1,p' "$work/files" | LC_ALL=C sort -u > "$work/init"
          links | comm -13 "$work/links" - | while read -r link; do
            unit=$(readlink "$link"); unit=${unit##*/}
            if grep -qxF "$unit" "$work/units"; then rm -f "$link"; echo "$unit"; fi
          done > "$work/disabled"
          scripts | comm -13 "$work/scripts" - | comm -12 - "$work/init" | while read -r script; do
            update-rc.d "$script" disable > /dev/null 2>&1 && echo "$script"
          done >> "$work/disabled"
          if [ -s "$work/disabled" ]; then
            echo "glance-gate: not started at boot: $(sort -u "$work/disabled" | tr '\n' ' ')"
            if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
          fi
        }

        if [ ! -e "$policy" ] || grep -qs '^# glance-gate$' "$policy"; then
          ours=yes
          printf '#!/bin/sh\n# glance-gate\nexit 101\n' > "$policy" && chmod 755 "$policy" || exit 1
        fi
        links > "$work/links"
        scripts > "$work/scripts"
        installed > "$work/before"
        "$@"
        """;

    /// <summary>The command that runs another one, which installs, in that way.</summary>
    public static IReadOnlyList<string> Around(IReadOnlyList<string> command) => ["sh", "-c", Script, "glance-gate-packages", .. command];
}
