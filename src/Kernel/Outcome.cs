using System.Diagnostics.CodeAnalysis;

namespace CityHub.Kernel;

/// <summary>Either what was asked for, or the refusal.</summary>
public readonly struct Outcome<T> : IEquatable<Outcome<T>>
{
    private readonly T? _value;

    private Outcome(T? value, Fault? fault)
    {
        _value = value;
        Fault = fault;
    }

    /// <summary>The refusal, or null.</summary>
    public Fault? Fault { get; }

    /// <summary>Whether it worked.</summary>
    public bool Succeeded => Fault is null;

    /// <summary>The value; throws when the outcome is a refusal, which is a bug of the asker.</summary>
    public T Value => Fault is null ? _value! : throw new InvalidOperationException($"The outcome is a refusal: {Fault.Code}");

    /// <summary>Takes the value or the refusal.</summary>
    public bool Try([MaybeNullWhen(false)] out T value, [MaybeNullWhen(true)] out Fault fault)
    {
        (value, fault) = (_value, Fault!);
        return Fault is null;
    }

    /// <summary>One answer for either case.</summary>
    public TResult Match<TResult>(Func<T, TResult> value, Func<Fault, TResult> fault)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(fault);
        return Fault is null ? value(_value!) : fault(Fault);
    }

    /// <summary>Goes on when it worked.</summary>
    public Outcome<TResult> Then<TResult>(Func<T, Outcome<TResult>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Fault is null ? next(_value!) : Fault;
    }

    /// <summary>A value is an outcome.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal is an outcome.</summary>
    public static implicit operator Outcome<T>(Fault fault) => new(default, fault ?? throw new ArgumentNullException(nameof(fault)));

    /// <inheritdoc/>
    public bool Equals(Outcome<T> other) => EqualityComparer<T?>.Default.Equals(_value, other._value) && Equals(Fault, other.Fault);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Outcome<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_value, Fault);

    /// <summary>Equality by value or refusal.</summary>
    public static bool operator ==(Outcome<T> left, Outcome<T> right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(Outcome<T> left, Outcome<T> right) => !left.Equals(right);
}
