using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>Gives out codes inside the transaction that registers. One writer at a time, so counting is safe.</summary>
internal static class CodeNumbering
{
    // 3 部门类, 06 省级及以下: catalogue guide, classification by resource.
    public const string DepartmentsOfCities = "306";
    private const int MostNumbers = 999;

    /// <summary>The next code of the category; of the provider's own category when none was asked for.</summary>
    public static async Task<Outcome<string>> Next(RecordsDb db, string? category, Organisation provider, CancellationToken ct)
    {
        category ??= await CategoryOf(db, provider, ct);
        if (category is null)
        {
            return CatalogueFaults.CategoriesExhausted;
        }

        var counter = await db.Set<CodeCounterRow>().FindAsync([category], ct);
        if (counter is null)
        {
            counter = new CodeCounterRow { Category = category };
            db.Add(counter);
        }

        counter.Last++;
        return ResourceCode.Of(category, counter.Last);
    }

    /// <summary>Departments with the same duty share a 目, in the city and in each district: <c>500103-dsj</c> counts with <c>500000-dsj</c>.</summary>
    internal static string DutyOf(Organisation organisation)
    {
        var dash = organisation.Code.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 ? organisation.Code[(dash + 1)..] : organisation.Kind.ToString();
    }

    private static async Task<string?> CategoryOf(RecordsDb db, Organisation provider, CancellationToken ct)
    {
        var duty = DutyOf(provider);
        var row = await db.Set<CategoryNumberRow>().FindAsync([duty], ct);
        if (row is null)
        {
            // Those that the same transaction has just given out are not in the table yet.
            var last = Math.Max(
                await db.Set<CategoryNumberRow>().MaxAsync(r => (int?)r.Number, ct) ?? 0,
                db.Set<CategoryNumberRow>().Local.Select(r => r.Number).DefaultIfEmpty(0).Max());
            if (last == MostNumbers)
            {
                return null;
            }

            row = new CategoryNumberRow { Department = duty, Number = last + 1 };
            db.Add(row);
        }

        return DepartmentsOfCities + row.Number.ToString("D3", CultureInfo.InvariantCulture);
    }
}
