using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace GlanceGate.Inputs;

/// <summary>Reads files that others wrote: regular ones, no more than a bound, and as text only what is text.</summary>
internal static class InputFile
{
    // What tools and editors leave beside files, and no part of what they stand among. Emacs' locks are links that lead nowhere.
    private static readonly string[] Leftovers = [".git", "__pycache__"];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Whether a file or folder is there by accident.</summary>
    /// <param name="name">Its own name.</param>
    public static bool IsLeftover(string name) => Leftovers.Contains(name) || name.StartsWith(".#", StringComparison.Ordinal);

    /// <summary>Files below a folder and the folders in it, as paths relative to it with forward slashes, ordered; no leftovers.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="isSkipped">Whether a folder in it, by its path relative to it, is not looked into.</param>
    /// <param name="most">Most files.</param>
    /// <exception cref="InputException">It holds more, or is too deep.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<string> Below(string folder, Func<string, bool> isSkipped, int most)
    {
        var found = new List<string>();
        Walk(string.Empty, 0);
        found.Sort(StringComparer.Ordinal);
        return found;

        void Walk(string name, int depth)
        {
            // a link may lead to a folder above it
            if (depth > InputLimits.FolderDepth)
            {
                throw new InputException(InputFault.LeadsAway, $"'{name}' is more than {InputLimits.FolderDepth} folders deep", "look for a link that leads to a folder above it");
            }

            foreach (var item in new DirectoryInfo(Path.Combine(folder, name)).EnumerateFileSystemInfos("*", Everything).Where(item => !IsLeftover(item.Name)))
            {
                var path = name.Length == 0 ? item.Name : $"{name}/{item.Name}";
                if (FileStatus.Of(item.FullName).Kind == FileKind.Folder)
                {
                    if (!isSkipped(path))
                    {
                        Walk(path, depth + 1);
                    }
                }
                else if (found.Count == most)
                {
                    throw new InputException(InputFault.TooLarge, $"it holds more than {most} files", "remove what does not belong there");
                }
                else
                {
                    found.Add(path);
                }
            }
        }
    }

    /// <summary>The content of a file.</summary>
    /// <param name="path">The file, or a link to one.</param>
    /// <param name="limit">Most bytes.</param>
    /// <exception cref="InputException">It is no regular file, or larger.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path, int limit)
    {
        switch (FileStatus.Of(path).Kind)
        {
            case FileKind.Missing:
                throw new InputException(InputFault.NoFile, "it cannot be read: it is a link that leads nowhere, or in a folder that may not be seen", "remove it, or put a file there");
            case FileKind.Folder or FileKind.Special:
                throw new InputException(InputFault.NoFile, "it is a folder, pipe, socket or device", "put a regular file there");
            default:
                break;
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length > limit)
        {
            throw new InputException(InputFault.TooLarge, $"the file is larger than {Words(limit)}", "split it into several files");
        }

        // what grows meanwhile is read as far as it was
        var content = new byte[stream.Length];
        var read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return read == content.Length ? content : content[..read];
    }

    /// <summary>The text of a file in UTF-8, without a byte order mark.</summary>
    /// <inheritdoc cref="Read"/>
    /// <exception cref="InputException">It is no regular file, larger, or no text in UTF-8; then with the place of the first byte that is none.</exception>
    public static string ReadText(string path, int limit) => Text(Read(path, limit));

    /// <summary>Bytes as the text that they are in UTF-8, without a byte order mark.</summary>
    /// <exception cref="InputException">They are none; with the place of the first that is not.</exception>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var content = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        var characters = ArrayPool<char>.Shared.Rent(content.Length);
        try
        {
            if (Utf8.ToUtf16(content, characters, out var read, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
            {
                return new string(characters, 0, written);
            }

            var before = characters.AsSpan(0, written);
            throw new InputException(
                InputFault.NoText,
                string.Create(CultureInfo.InvariantCulture, $"a byte 0x{content[read]:X2} is no text in UTF-8"),
                "save the file in UTF-8")
            {
                Line = before.Count('\n') + 1,
                Column = before.Length - before.LastIndexOf('\n'),
            };
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    /// <summary>A number of bytes as people say it.</summary>
    public static string Words(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MiB" : bytes >= 1 << 10 ? $"{bytes >> 10} KiB" : $"{bytes} bytes";
}
