namespace GlanceGate.CommandLine;

/// <summary>Finds the folder that job files, images and suites are read from.</summary>
internal static class RepositoryRoot
{
    /// <summary>The nearest folder, from the given one upwards, that holds <c>jobs/</c> and <c>build/Images/</c>.</summary>
    /// <exception cref="GateArgumentException">There is none.</exception>
    public static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "jobs")) && Directory.Exists(Path.Combine(folder.FullName, "build", "Images")))
            {
                return folder.FullName;
            }
        }

        throw new GateArgumentException([$"no 'jobs' and 'build/Images' folders in '{start}' or above: run the gate from its repository"]);
    }
}
