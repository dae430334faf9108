namespace CityHub.SampleCity.People;

/// <summary>What can be wrong with a person's row. Each breaks exactly one rule.</summary>
internal enum PeopleDefect
{
    None = -1,
    IdCheckDigit,
    IdDivision,
    NameMissing,
    NameTooLong,
    SexCode,
    SexDisagrees,
    BirthDateMonth,
    BirthDateDisagrees,
    NationalityCode,
    EducationCode,
    PhoneDigits,
    RegisteredInFuture,
    FieldCount,
    DuplicateKey,
}

/// <summary>Kind, rule and column of each defect.</summary>
internal static class PeopleDefects
{
    public static readonly (string Kind, string Rule, string Column)[] All =
    [
        ("id-check-digit", "check-digit.gb11643", "id_number"),
        ("id-division", "check-digit.gb11643", "id_number"),
        ("name-missing", "required", "name"),
        ("name-too-long", "length", "name"),
        ("sex-code", "code-list", "sex"),
        ("sex-disagrees", "agree.sex", "sex"),
        ("birth-date-month", "type", "birth_date"),
        ("birth-date-disagrees", "agree.birth-date", "birth_date"),
        ("nationality-code", "code-list", "nationality"),
        ("education-code", "code-list", "education"),
        ("phone-digits", "phone", "phone"),
        ("registered-in-future", "range", "registered_on"),
        ("field-count", "field-count", ""),
        ("duplicate-key", "unique", "id_number"),
    ];
}
