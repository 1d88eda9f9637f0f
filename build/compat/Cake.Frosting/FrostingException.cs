namespace Cake.Frosting;

/// <summary>
/// A build that is put together wrongly: a dependency that is no task, a working directory that does not exist.
/// </summary>
public sealed class FrostingException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, as the user of the build reads it.</param>
    public FrostingException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong, as the user of the build reads it.</param>
    /// <param name="innerException">The cause.</param>
    public FrostingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
