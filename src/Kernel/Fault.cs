using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CityHub.Kernel;

/// <summary>A refusal that a caller can cause and mend: a value, never an exception. Each code is listed in docs/faults.md.</summary>
/// <param name="Code">Stable code, <c>room.reason</c>.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What is wrong, in a few words, the same for every occurrence.</param>
/// <param name="Detail">This occurrence: what, where, and how to mend it.</param>
public sealed record Fault(string Code, int Status, Words Title, Words? Detail = null)
{
    private static readonly string[] Members = ["type", "title", "status", "detail", "instance", "code", "path", "errors"];

    /// <summary>Facts for programs: the line, the column, the limit.</summary>
    /// <exception cref="ArgumentException">A fact is named as a member of every refusal: the answer would hold that name twice.</exception>
    public IReadOnlyDictionary<string, object?> Facts { get; init => field = Apart(value); } = new Dictionary<string, object?>();

    /// <summary>The single faults of a request that is wrong in several places; each names its field in <see cref="Path"/>.</summary>
    public IReadOnlyList<Fault> Parts { get; init; } = [];

    /// <summary>The field that the fault is about, for example <c>items[3].length</c>; null when it is about the whole request.</summary>
    public string? Path { get; init; }

    /// <summary>The whole refusal as one sentence.</summary>
    public string Say(Language language) => (Detail ?? Title).In(language);

    /// <summary>RFC 9457 problem details in the language that the request asks for.</summary>
    public IResult ToProblem() => new ProblemOf(this);

    private static IReadOnlyDictionary<string, object?> Apart(IReadOnlyDictionary<string, object?> facts) =>
        facts.Keys.FirstOrDefault(name => Members.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } doubled
            ? throw new ArgumentException($"A fact cannot be called '{doubled}': every refusal has that member already.", nameof(facts))
            : facts;

    private Dictionary<string, object?> AsError(Language language) => new(Facts)
    {
        ["code"] = Code,
        ["path"] = Path,
        ["title"] = Title.In(language),
        ["detail"] = Detail?.In(language),
    };

    private sealed class ProblemOf(Fault fault) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var language = RequestLanguage.Of(httpContext);
            var problem = new ProblemDetails
            {
                Type = $"urn:cityhub:fault:{fault.Code}",
                Status = fault.Status,
                Title = fault.Title.In(language),
                Detail = fault.Detail?.In(language),
                Extensions = { ["code"] = fault.Code },
            };
            if (fault.Path is { } path)
            {
                problem.Extensions["path"] = path;
            }

            if (fault.Parts.Count > 0)
            {
                problem.Extensions["errors"] = fault.Parts.Select(part => part.AsError(language)).ToArray();
            }

            foreach (var (name, value) in fault.Facts)
            {
                problem.Extensions[name] = value;
            }

            return TypedResults.Problem(problem).ExecuteAsync(httpContext);
        }
    }
}
