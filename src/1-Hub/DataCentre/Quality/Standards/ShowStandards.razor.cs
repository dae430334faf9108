using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.Kernel;
using CityHub.Web;
using Microsoft.AspNetCore.Components;

namespace CityHub.DataCentre.Quality.Standards;

/// <summary>标准库: data elements and code lists, found by code or name. The address carries everything, so a page can be sent to somebody.</summary>
public sealed partial class ShowStandards
{
    private const int Rows = 100;

    private StandardsPage<DataElement>? _elements;
    private StandardsPage<CodeList>? _lists;
    private StandardsPage<CodeMeaning>? _codes;
    private ListOrder _order = ReadStandards.ElementOrders.Usual;
    private Fault? _fault;

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Question { get; set; }

    /// <summary><c>lists</c> for the code lists.</summary>
    [SupplyParameterFromQuery]
    public string? View { get; set; }

    /// <summary>The code list whose codes are shown.</summary>
    [SupplyParameterFromQuery]
    public string? List { get; set; }

    /// <summary>Where the page begins.</summary>
    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    private bool ShowsElements => View != "lists" && List is null;

    private CodeList? Chosen { get; set; }

    private IReadOnlyList<(string Text, string? Href)>? Crumbs => Chosen is null
        ? [(T("大数据资源中心", "Data centre"), "/console/catalogue"), (T("标准库", "Standards"), null)]
        : [(T("标准库", "Standards"), "/console/standards"), (T("代码表", "Code lists"), "/console/standards?view=lists"), (Chosen.Code, null)];

    private string? Next => Chosen is not null ? _codes?.Next : ShowsElements ? _elements?.Next : _lists?.Next;

    private string? Export => Chosen is not null ? null
        : FilterAddress.Of($"/api/v1/standards/{(ShowsElements ? "elements" : "code-lists")}.csv" + new Uri(Nav.Uri).Query).Only("q", "sort", "order");

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var here = FilterAddress.Of(Nav.Uri);
        var (sort, order) = (here.One("sort"), here.One("order"));
        Chosen = List is { Length: > 0 } ? Library.CodeList(List) : null;
        if (Chosen is { } list)
        {
            ReadStandards.Page([.. list.Codes.Where(c => ReadStandards.Matches(Question, c.Code, c.Name))], c => c.Code, Rows, Cursor, c => c).Try(out _codes, out _fault);
        }
        else if (ShowsElements)
        {
            _order = ReadStandards.ElementOrders.Read(sort, order).Match(by => by, _ => ReadStandards.ElementOrders.Usual);
            ReadStandards.Elements(Library, Question, sort, order).Then(all => ReadStandards.Page(all, e => e.Code, Rows, Cursor, e => e)).Try(out _elements, out _fault);
        }
        else
        {
            _order = ReadStandards.CodeListOrders.Read(sort, order).Match(by => by, _ => ReadStandards.CodeListOrders.Usual);
            ReadStandards.CodeLists(Library, Question, sort, order).Then(all => ReadStandards.Page(all, l => l.Code, Rows, Cursor, l => l)).Try(out _lists, out _fault);
        }
    }

    private string Count(int shown, int all) =>
        all == 0 ? T("没有符合的条目；换一个词再找", "Nothing found; try another word") : T($"显示 {shown} 项，共 {all} 项", $"{shown} of {all}");

    private string Address(string cursor) => FilterAddress.Of(Nav.Uri).With("cursor", cursor);

    private string TypeName(ItemType type) => type switch
    {
        ItemType.Character => T("字符", "Text"),
        ItemType.Number => T("数值", "Number"),
        ItemType.Money => T("货币", "Money"),
        ItemType.Date => T("日期", "Date"),
        ItemType.DateTime => T("日期时间", "Date and time"),
        ItemType.Logical => T("逻辑", "Logical"),
        ItemType.Memo => T("备注", "Memo"),
        ItemType.Double => T("双精度", "Double"),
        ItemType.Integer => T("整型", "Integer"),
        _ => T("浮点", "Float"),
    };

    private string RuleWords(DataElement element) => string.Join(T("；", "; "), element.Rules.Select(rule => rule.Split(':', 2) switch
    {
        ["range", var limits] => T($"范围 {Limits(limits)}", $"range {Limits(limits)}"),
        ["pattern", var pattern] => T($"格式 {pattern}", $"pattern {pattern}"),
        ["after", var other] => T($"不早于 {Library.Element(other)?.Name.Zh}", $"not earlier than {Library.Element(other)?.Name.En}"),
        ["not-future"] => T("不晚于当天", "not in the future"),
        ["mobile"] => T(RuleTitles.Of("phone").Title),
        ["phone"] => T(RuleTitles.Of("phone").Title),
        [var checkDigit, ..] => T(RuleTitles.Of("check-digit." + checkDigit).Title),
        _ => "",
    }));

    private static string Limits(string limits) =>
        limits.Split("..") is [var least, var most] ? string.Create(CultureInfo.InvariantCulture, $"[{least}, {(most.Length > 0 ? most : "∞")}]") : limits;
}
