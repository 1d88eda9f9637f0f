namespace GlanceGate.TopDown.Connection;

/// <summary>A service answered something else than the step needs; the message holds the request, the status and the body.</summary>
internal sealed class UnexpectedAnswerException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A service did not answer at all.</summary>
internal sealed class NoAnswerException(string message, Exception inner) : Exception(message, inner);
