namespace CityHub.Kernel.Modules;

/// <summary>
/// The program cannot start for a reason that its operator can mend: a folder of another version, a missing reference file.
/// The Host prints <see cref="Why"/> in one line and ends; anything else that start-up throws is a bug.
/// </summary>
public sealed class StartUpException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    /// <param name="why">What is wrong and how to mend it.</param>
    /// <param name="cause">What led to it.</param>
    public StartUpException(Words why, Exception? cause = null)
        : base(why?.En, cause) => Why = why ?? throw new ArgumentNullException(nameof(why));

    /// <summary>What is wrong and how to mend it.</summary>
    public Words Why { get; }
}
