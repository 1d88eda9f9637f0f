namespace GlanceGate.Inputs;

/// <summary>Follows links within a tree that somebody else made: as root, a link to anywhere would be a way to any file of this machine.</summary>
internal static class InputLinks
{
    // as many as Linux follows
    private const int MostLinks = 40;

    /// <summary>Checks that a file lies within a tree.</summary>
    /// <param name="root">The tree's root, as it was given; it may be a link itself.</param>
    /// <param name="path">Path of the file relative to it, with forward slashes.</param>
    /// <exception cref="InputException">A link on the way leads out of the tree, or in a circle.</exception>
    public static void CheckWithin(string root, string path)
    {
        var left = new Stack<string>(path.Split('/').Reverse());
        var way = new List<string>();
        var links = 0;
        while (left.TryPop(out var part))
        {
            if (part is "" or ".")
            {
                continue;
            }

            if (part == "..")
            {
                if (way.Count == 0)
                {
                    throw LeadsOut();
                }

                way.RemoveAt(way.Count - 1);
                continue;
            }

            way.Add(part);
            if (new FileInfo(Path.Combine(root, Path.Combine([.. way]))).LinkTarget is not { } target)
            {
                continue;
            }

            if (Path.IsPathRooted(target))
            {
                throw LeadsOut();
            }

            if (++links > MostLinks)
            {
                throw new InputException(InputFault.LeadsAway, $"the link '{path}' leads in a circle", "put the file itself there");
            }

            way.RemoveAt(way.Count - 1);
            foreach (var next in target.Split('/').Reverse())
            {
                left.Push(next);
            }
        }

        InputException LeadsOut() => new(InputFault.LeadsAway, $"the link '{path}' leads out of the source tree", "put the file itself there");
    }
}
