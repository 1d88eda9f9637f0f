namespace GlanceGate.TopDown.Connection;

/// <summary>The file that describes the stack is missing or wrong; the message says which file, what, and how to mend it.</summary>
internal sealed class StackFileException(string message, Exception? inner = null) : Exception(message, inner);
