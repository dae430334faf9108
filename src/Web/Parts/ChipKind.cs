namespace CityHub.Web;

/// <summary>What a state means; each has its own sign, so that colour is never alone.</summary>
public enum ChipKind
{
    /// <summary>○ not begun or waiting: 草稿 待审核 已退回 排队中.</summary>
    Idle,

    /// <summary>◐ under way: 审核中 汇聚中 处理中 使用中.</summary>
    Run,

    /// <summary>◆ due today: 今日到期 待答复.</summary>
    Due,

    /// <summary>▲ late, refused, failed: 已逾期 已失败 已拒收.</summary>
    Late,

    /// <summary>● done: 已发布 已办结 已关闭.</summary>
    Done,

    /// <summary>● verified; use rarely.</summary>
    Fine,

    /// <summary>– a neutral notice.</summary>
    Note,

    /// <summary>– paused, hung up, revoked: 已暂停 已挂账 已停用.</summary>
    Off,
}
