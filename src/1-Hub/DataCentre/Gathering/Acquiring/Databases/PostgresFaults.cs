using System.Net.Sockets;
using CityHub.Kernel;
using Npgsql;

namespace CityHub.DataCentre.Gathering.Acquiring.Databases;

/// <summary>A database's complaint, told as what to do. Never carries the connection string.</summary>
internal static class PostgresFaults
{
    public const string VariablePrefix = "CITYHUB_SOURCE_";

    public static Fault ConnectionNotGiven { get; } = new("gathering.postgres-connection", 422,
        new("没有给出数据库连接", "No database connection given"),
        new($"给出连接字符串，或在服务器上设置环境变量 {VariablePrefix}名称 并给出其名称。恢复运行时，曾直接给出的连接字符串不会保留。",
            $"Give a connection string, or set {VariablePrefix}NAME in the server's environment and give its name. A connection string that was given directly is not kept for a resumption."));

    public static Fault VariableName(string name) => new("gathering.postgres-variable", 422,
        new("环境变量名不允许", "The variable's name is not allowed"),
        new($"“{name}”不以 {VariablePrefix} 开头；只有这样的环境变量可作为来源。", $"'{name}' does not begin with {VariablePrefix}; only such variables may name a source."));

    public static Fault VariableNotYours(string name) => new("gathering.postgres-variable-not-yours", 403,
        new("该连接未归属你的机构", "The connection does not belong to your organisation"),
        new($"环境变量 {name} 没有指定给你可以汇聚的机构。请系统管理员在数据文件夹的 {SourceConnections.FileName} 中写明归属，例如 {{\"{name}\": [\"机构代码\"]}}。",
            $"{name} is not assigned to an organisation for which you gather. Ask the operator to name its owners in {SourceConnections.FileName} of the data folder, for example {{\"{name}\": [\"ORGANISATION-CODE\"]}}."));

    public static Fault ConnectionsBroken(long line) => new("gathering.connections-broken", 503,
        new("连接归属文件不可读", "The file of connections cannot be read"),
        new($"数据文件夹的 {SourceConnections.FileName} 第 {line} 行不是正确的 JSON，在改正之前不能使用服务器上的连接。请系统管理员改正。",
            $"{SourceConnections.FileName} of the data folder is no valid JSON at line {line}; connections of the server cannot be used until the operator mends it."));

    public static Fault ConnectionBroken(Words why) => new("gathering.postgres-connection-broken", 422,
        new("连接字符串不正确", "The connection string is wrong"), new($"连接字符串不可用：{why.Zh}。例：Host=db.example;Database=city;Username=reader;Password=…", $"The connection string cannot be used: {why.En}. Example: Host=db.example;Database=city;Username=reader;Password=…"));

    public static Fault QueryNotGiven { get; } = new("gathering.postgres-query", 422,
        new("没有给出表或查询", "No table or query given"), new("给出 table（模式.表）或 query（一条 SELECT）之一。", "Give either table (schema.table) or query (one SELECT)."));

    public static Fault QueryNotSingle { get; } = new("gathering.postgres-query-not-single", 422,
        new("只能是一条 SELECT", "One SELECT only"), new("查询中不能有分号；写成一条 SELECT。", "The query may not hold a semicolon; write it as one SELECT."));

    public static Fault Of(Exception error, string server) => error switch
    {
        PostgresException { SqlState: "28P01" or "28000" } => Refused(server, "用户名或口令不对，或该用户不允许从这里登录", "user or password is wrong, or this user may not sign in from here"),
        PostgresException { SqlState: "3D000" } e => Refused(server, $"没有这个数据库（{e.MessageText}）", $"there is no such database ({e.MessageText})"),
        PostgresException { SqlState: "42P01" or "3F000" } e => Refused(server, $"没有这张表（{e.MessageText}）", $"there is no such table ({e.MessageText})"),
        PostgresException { SqlState: "42501" } e => Refused(server, $"没有读取权限（{e.MessageText}）；请该库管理员授予 SELECT", $"reading is not granted ({e.MessageText}); ask its administrator for SELECT"),
        PostgresException { SqlState: "25006" } => Refused(server, "来源只能读，查询试图修改数据", "a source is read only, the query tries to change data"),
        PostgresException { SqlState: "57P01" or "57P02" or "57P03" } => Refused(server, "服务器正在停止或启动，稍后恢复本次运行", "the server is stopping or starting; resume the run later"),
        PostgresException e => Refused(server, $"数据库答复：{e.MessageText}" + At(e), $"the database says: {e.MessageText}" + At(e)),
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Refused(server, "该地址的端口没有服务；核对主机、端口和防火墙", "nothing listens there; check host, port and firewall"),
        NpgsqlException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } } or SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => Refused(server, "主机名无法解析", "the host name cannot be resolved"),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => Refused(server, "连接超时；核对网络和防火墙", "the connection timed out; check network and firewall"),
        _ => Refused(server, "连接中断；核对网络和该服务器，恢复后可恢复本次运行", "the connection broke; check the network and that server, and resume the run when it is back"),
    };

    private static string At(PostgresException e) => e.Position > 0 ? $" (@{e.Position})" : "";

    private static Fault Refused(string server, string zh, string en) => new("gathering.postgres", 422,
        new("数据库来源不可用", "The database source is not usable"), new($"{server}：{zh}。原有数据未动。", $"{server}: {en}. Earlier rows are untouched."));
}
