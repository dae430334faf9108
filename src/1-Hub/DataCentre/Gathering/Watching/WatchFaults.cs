using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>What can be wrong with a watched folder or a file in it.</summary>
internal static class WatchFaults
{
    public static Fault FolderNotYours(string folder) => new("gathering.watch-not-allowed", 403,
        new("该文件夹不在允许的范围内", "The folder is not within those allowed"),
        new($"{folder} 不在指定给你可以汇聚的机构的文件夹之内。请系统管理员在数据文件夹的 {SourceConnections.FileName} 中写明，例如 {{\"/srv/front/wjw\": [\"机构代码\"]}}。",
            $"{folder} is in no folder assigned to an organisation for which you gather. Ask the operator to name it in {SourceConnections.FileName} of the data folder, for example {{\"/srv/front/wjw\": [\"ORGANISATION-CODE\"]}}."));

    public static Fault FolderMissing(string folder) => new("gathering.watch-folder-missing", 422,
        new("文件夹不存在或不可读", "The folder is missing or cannot be read"),
        new($"{folder} 不存在，或本程序的系统用户不能读取和写入它；恢复后自动继续。", $"{folder} is not there, or the hub's system user may not read and write it; watching goes on by itself once it may."));

    public static Fault Symlink(string path) => new("gathering.watch-symlink", 422,
        new("不接受符号链接", "Symbolic links are not taken"),
        new($"{path} 是符号链接；它可能指向允许范围之外的文件，因此不读取。请放入文件本身。", $"{path} is a symbolic link; it could lead out of the allowed folder, so it is not read. Put the file itself there."));

    public static Fault FolderTaken(string folder) => new("gathering.watch-exists", 409,
        new("该文件夹已登记", "The folder is watched already"), new($"{folder} 已登记；在原有登记上修改，或先删除它。", $"{folder} is registered already; change that entry, or remove it first."));

    public static Fault NoPattern { get; } = new("gathering.watch-no-pattern", 422,
        new("没有说明文件归哪个资源", "No resource for the files"),
        new("至少写一条：文件名样式（如 *.csv）、资源代码、汇聚方式。", "Give at least one line: a pattern of names (such as *.csv), a resource code, a mode."));

    public static Fault PatternBad(string pattern) => new("gathering.watch-pattern", 422,
        new("文件名样式不正确", "The pattern is wrong"),
        new($"“{pattern}”不能作为文件名样式：用 * 和 ?，不含斜线，1 到 200 个字符。", $"'{pattern}' is no pattern of file names: use * and ?, no slash, 1 to 200 characters."));

    public static Fault SeveralProviders { get; } = new("gathering.watch-providers", 422,
        new("一个文件夹只归一个部门", "One folder, one organisation"),
        new("这些资源属于不同的提供部门；请为每个部门登记各自的文件夹。", "These resources belong to several organisations; register a folder for each of them."));

    public static Fault Missing(string watch) => new("gathering.watch-missing", 404,
        new("没有这个文件夹登记", "No such watched folder"), new($"没有编号为 {watch} 的登记，或不在你的权限范围内。", $"There is no watched folder {watch}, or it is outside your rights."));

    public static Fault NoMatch(string name) => new("gathering.watch-no-match", 422,
        new("文件名不符合任何样式", "The name fits no pattern"),
        new($"{name} 不符合该文件夹的任何文件名样式，留在原处未汇聚。改名，或为它补一条样式。", $"{name} fits none of the folder's patterns and stays where it is. Rename it, or add a pattern for it."));

    public static Fault EmptyFile(string name) => new("gathering.watch-empty", 422,
        new("文件是空的", "The file is empty"), new($"{name} 没有内容，或不是普通文件；留在原处未汇聚。", $"{name} has no content or is no ordinary file; it stays where it is."));

    public static Fault Unreadable(string name, string why) => new("gathering.watch-unreadable", 422,
        new("文件不可读", "The file cannot be read"),
        new($"{name} 不可读（{why}）；每次查看时再试。检查文件的权限。", $"{name} cannot be read ({why}); tried again at each look. Check the file's rights."));

    public static Fault NotMoved(string name, string why) => new("gathering.watch-not-moved", 422,
        new("文件不能移走", "The file cannot be moved away"),
        new($"{name} 已处理完，但不能移到 done 或 failed（{why}）；不会重复汇聚，每次查看时再试。", $"{name} is done with but cannot be moved to done or failed ({why}); it is not gathered again, and moving is tried at each look."));

    public static Fault SameContent(string run, int number) => new("gathering.watch-same-content", 409,
        new("内容与已汇聚的文件相同", "The content was gathered before"),
        new($"内容与第 {number} 次运行（{run}）的来源相同，没有再次汇聚。", $"The content is that of run {number} ({run}); it was not gathered again."))
    { Facts = new Dictionary<string, object?> { ["run"] = run } };
}
