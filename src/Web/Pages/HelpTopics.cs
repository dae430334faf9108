using CityHub.Kernel;

namespace CityHub.Web;

/// <summary>A topic of the help: its place on the page, its title, and a paragraph with links.</summary>
/// <param name="Text">Our own words, no input of anybody: so markup may stand in them.</param>
internal sealed record HelpTopic(string Id, Words Title, Words Text);

/// <summary>What the help says, in the order in which people meet it. The page shows it, the search finds it.</summary>
internal static class HelpTopics
{
    public static IReadOnlyList<HelpTopic> All { get; } =
    [
        new("find", new("找数据", "Find data"), new(
            "在<a href=\"/datasets\">找数据</a>输入词语、拼音或首字母，如“人口普查”“renkou”“rkpc”，或从主题进入；再按主题、部门、区县等缩小范围，条件写在地址里，可以收藏。目录对所有人公开；数据集的页面写明提供部门、更新周期、信息项和最近一次更新。",
            "Type words, pinyin or initials on <a href=\"/datasets\">Find data</a>, such as 人口普查, renkou or rkpc, or start from a theme; then narrow by theme, department, district and more. The address carries the filters, so it can be kept. The catalogue is public; the page of a data set names its department, update cycle, items and last update.")),
        new("search", new("一处查全部，保存查找", "Search everything, save a search"), new(
            "登录后按 Ctrl K，或打开<a href=\"/console/search\">查找</a>：资源、机构、汇聚运行和页面一起找，只列出您有权看到的。常用的查找可以<a href=\"/console/search#saved\">保存</a>，它会告诉您上次看过之后又发布了几个。",
            "Once signed in, press Ctrl K or open <a href=\"/console/search\">Search</a>: resources, organisations, runs and pages are found together, as far as you may see them. <a href=\"/console/search#saved\">Save</a> a search that you need often; it tells how many hits were published since you last looked.")),
        new("download", new("下载", "Download"), new(
            "有权读取的资源可以下载为 CSV、NDJSON、Parquet 或 XLSX。代码保留前导零；以 =、+、- 或 @ 开头的文字在表格里不会变成公式。",
            "What you may read can be downloaded as CSV, NDJSON, Parquet or XLSX. Codes keep their leading zeros; text that begins with =, +, - or @ does not become a formula.")),
        new("charts", new("画图", "Charts"), new(
            "资源页的“图表”把行按条件分组、画成图，不用写代码；维护这个资源的人可以把图留在页面上。每张图的数字都能当作表格看。",
            "“Charts” on the page of a resource groups its rows and draws them, without code; whoever keeps the resource may leave a chart on the page. The figures of each chart can be read as a table.")),
        new("sign-in", new("登录", "Sign in"), new(
            "工作人员用单位发的账号<a href=\"/sign-in\">登录</a>。第一次启动时，首批账号和密码打印在启动程序的窗口里，登录后请修改。连续输错会暂时锁定。",
            "Officials <a href=\"/sign-in\">sign in</a> with the account of their organisation. At the first start the first accounts and passwords are printed where the program was started; change them after signing in. Repeated wrong passwords lock an account for a while.")),
        new("second-factor", new("两步验证", "Second factor"), new(
            "在<a href=\"/account#second-factor\">我的账号</a>添加手机上的验证器应用，或通行密钥（指纹、面容、安全密钥）。以后登录，密码之后还要验证码；通行密钥单独就能登录。添加时给出的恢复码要另外收好，手机丢了用它登录；都没有了，请系统管理员移除两步验证。有的岗位必须开启。",
            "Add an authenticator app on your phone, or a passkey (finger, face, security key), under <a href=\"/account#second-factor\">My account</a>. From then on a code follows the password; a passkey signs you in alone. Keep the recovery codes apart: they replace a lost phone. Without any, a system administrator removes the second factor. Some posts ask for one.")),
        new("register", new("登记资源", "Register a resource"), new(
            "在<a href=\"/console/catalogue\">数据资源目录</a>登记：名称、摘要、提供方、主题、共享类型、更新周期，再列出信息项。信息项引用数据元和代码表后，规则自动带出。输入的内容自动保存，只有您看得到；保存草稿后同事才能看到。",
            "Register it in the <a href=\"/console/catalogue\">catalogue</a>: title, summary, provider, theme, sharing, update cycle, then its items. Items that refer to data elements and code lists bring their rules along. What you type is kept by itself and seen by you only; colleagues see it once the draft is saved.")),
        new("import", new("批量导入目录", "Import many entries"), new(
            "在<a href=\"/console/catalogue/import\">批量导入</a>下载模板，填好后选择文件；XLSX 和导出的 JSON 都可以，一次最多 20,000 个条目。先试算，逐格指出要改的地方，有一处不对就整个不写入。导入的条目是草稿，由市级大数据部门发布。",
            "Take the template on <a href=\"/console/catalogue/import\">Import</a>, fill it in and choose the file; XLSX and exported JSON are read, at most 20,000 entries at once. A dry run points at each cell to mend, and with one fault nothing is written. Imported entries are drafts for the city's data bureau to publish.")),
        new("publish", new("发布与撤销", "Publish and withdraw"), new(
            "市级大数据部门一步发布。每次发布留下一个版本，可以比较；撤销后不再对外显示，数据、版本和代码保留。用过它的单位会收到<a href=\"/console/catalogue/notices\">通知</a>，<a href=\"/datasets/withdrawn\">已撤销的资源</a>向社会列出。",
            "The city's data bureau publishes in one step. Each publication leaves a version to compare with; a withdrawn resource is no longer shown, its data, versions and code are kept. Whoever used it gets a <a href=\"/console/catalogue/notices\">notice</a>, and <a href=\"/datasets/withdrawn\">what was withdrawn</a> is listed for the public.")),
        new("lists", new("责任清单与需求清单", "Duties and demands"), new(
            "主管部门把应当提供的数据列入<a href=\"/console/lists/duties\">责任清单</a>，部门把需要的数据列入<a href=\"/console/lists/demands\">需求清单</a>。对方以目录条目、计划日期或不能提供的理由答复；逾期的排在最前。两份清单都可以用 XLSX 导出和导入。",
            "The bureau lists what departments owe under <a href=\"/console/lists/duties\">Duties</a>, departments list what they need under <a href=\"/console/lists/demands\">Demands</a>. The answer is an entry, a planned day, or a no with its reason; what is late stands first. Both are exported and imported as XLSX.")),
        new("tables", new("清单：筛选、排序、选列、导出", "Lists: filter, sort, columns, export"), new(
            "控制台的清单按区划筛选时含其下全部机构，区县的人只看得到本区县的。点表头排序，再点换方向，手机上用“排序”；“选列”决定看哪些列，浏览器会记住；“导出 CSV”按同样的条件和次序得到文件。条件和次序都在地址里，可以收藏或发给同事。",
            "Lists of the console that are filtered by district hold all organisations below it; people of a district see what is the district's. Heads sort, once more turns the order round, phones have “Sort” for it; “Columns” chooses what is shown and the browser remembers; “Export CSV” gives a file with the same filters and order. The address carries both, so it can be kept or sent.")),
        new("one-source", new("一数一源", "One datum, one source"), new(
            "<a href=\"/console/one-source\">一数一源</a>列出几个部门都在采集的数据：同一数据元、同名，或取值大量重叠。主管部门确定数源；其他部门再发布含该项的资源，须写明重复采集的理由。",
            "<a href=\"/console/one-source\">One source</a> lists data that several departments collect: the same data element, the same name, or values that largely overlap. The bureau names the lead source; others who publish a resource with that item then state why they collect it again.")),
        new("decrees", new("法规登记", "Register of decrees"), new(
            "<a href=\"/console/decrees\">法规登记</a>写明每一条款提出什么要求、期限多长，由它而来的字段、规则和页面。条目从这里引用法定依据；市级大数据部门可以登记本地法规。",
            "The <a href=\"/console/decrees\">register of decrees</a> says what each clause asks and by when, and which fields, rules and pages come of it. Entries cite their legal basis from here; the city's data bureau enters local decrees.")),
        new("gather", new("汇聚文件与数据库", "Gather files and databases"), new(
            "在<a href=\"/console/gathering/new\">汇聚</a>拖进文件：CSV、TSV、JSON、NDJSON、GeoJSON、XLSX、旧版 XLS、Parquet，或装有它们的 ZIP。编码、分隔符和表头自动识别，结构由整个文件推断；建议的结构和字段对应先给您看，确认后才写入。也可以汇聚 PostgreSQL 的表或查询，或用命令行 <code>./cityhub gather 文件 --resource 代码</code>。",
            "Drop a file on <a href=\"/console/gathering/new\">Gather</a>: CSV, TSV, JSON, NDJSON, GeoJSON, XLSX, old XLS, Parquet, or a ZIP of them. Encoding, delimiter and header are found, the schema is proposed from the whole file; you see schema and mapping before anything is kept. Tables and queries of PostgreSQL can be gathered too, and files by <code>./cityhub gather FILE --resource CODE</code>.")),
        new("push", new("推送与前置机文件夹", "Pushes and watched folders"), new(
            "部门系统可以用 HTTP 把 NDJSON 成批推送到资源，每批都有回执，见<a href=\"/developers\">开发者</a>。前置机上的<a href=\"/console/gathering/watches\">文件夹</a>登记以后，写完的文件自动汇聚；能登记哪些文件夹由系统管理员决定。",
            "Systems of departments push batches of NDJSON to a resource over HTTP and get a receipt for each, see <a href=\"/developers\">Developers</a>. <a href=\"/console/gathering/watches\">Folders</a> of a front machine, once entered, are watched: files are gathered when they are written to their end. Which folders may be entered is the system administrator's choice.")),
        new("refused", new("改正拒收的行", "Mend refused rows"), new(
            "不合规则的行不写入，也不丢失：运行页面列出每一行的规则、列、值和源文件行号。同样的错误在<a href=\"/console/quality/refused\">拒收待改</a>归成一组，一次改好再提交；也可以逐行修改，或下载、改好后重新提交。已通过的行不受影响。",
            "Rows that break a rule are not written and not lost: the page of the run lists rule, column, value and source line of each. <a href=\"/console/quality/refused\">Refused rows</a> groups those with the same fault to mend and resubmit them at once; they can also be mended one by one, or downloaded, mended and resubmitted. Rows that passed are not affected.")),
        new("quality", new("质量得分", "Quality scores"), new(
            "每次汇聚之后，系统统计各列，按规范性、完整性、准确性、一致性、时效性、可访问性给资源评 0 到 100 分。<a href=\"/console/quality\">质量</a>列出全部得分和走势，资源页的“质量”说明分从哪里丢的。",
            "After each run the columns are counted and the resource is scored from 0 to 100 for conformity, completeness, accuracy, consistency, timeliness and accessibility. <a href=\"/console/quality\">Quality</a> lists all scores and their trend; the tab of the resource tells where points were lost.")),
        new("lookup", new("按主键核验", "Look a row up by key"), new(
            "部门系统用接口按主键取一行，见<a href=\"/developers\">开发者</a>。个人标识只放在请求正文里，审计只记它的摘要。",
            "Systems of departments fetch a row by key through the API, see <a href=\"/developers\">Developers</a>. Personal keys travel in the body only; the audit trail holds a digest of them.")),
        new("token", new("令牌", "Tokens"), new(
            "在<a href=\"/account\">我的账号</a>新建令牌给程序用。令牌只显示一次，有有效期，随时可以吊销；它的权限不超过您的岗位。",
            "Make tokens for programs on <a href=\"/account\">My account</a>. A token is shown once, expires, and can be revoked at any time; it can do no more than your post.")),
        new("delegation", new("岗位委托", "Delegation of a post"), new(
            "休假、出差时，在<a href=\"/account#delegations\">我的账号</a>把岗位委托给同一机构的同事，写明起止日期和原因，至多 90 天。岗位仍是您的；双方都可以随时结束。管理员岗位不能委托。",
            "While you are away, delegate your post to a colleague of the same organisation on <a href=\"/account#delegations\">My account</a>, with its days and the reason, for 90 days at most. The post stays yours, and either side ends it at any time. An administrator's post is not delegated.")),
        new("people", new("导入人员", "Import people"), new(
            "系统管理员在<a href=\"/console/accounts/import\">导入人员</a>用一个工作簿建立多个账号：先试算，有一处不对就一个也不建。密码只显示一次，下载后交给本人。",
            "A system administrator makes many accounts from one workbook under <a href=\"/console/accounts/import\">Import people</a>: first a dry run; with one fault none is made. The passwords are shown once, to be downloaded and handed over.")),
        new("audit", new("审计", "Audit"), new(
            "谁在什么时候看了或改了什么，都记入只能追加的<a href=\"/console/audit\">审计记录</a>，逐条以 SM3 相连。审计员用 <code>./cityhub audit verify</code> 核验它没有被改动。",
            "Who saw or changed what and when stands in an append-only <a href=\"/console/audit\">trail</a> whose records are chained by SM3. An auditor proves with <code>./cityhub audit verify</code> that it was not altered.")),
        new("backup", new("备份与恢复", "Back up and restore"), new(
            "系统管理员在程序所在的机器上用 <code>./cityhub backup 备份.tar</code> 备份，运行中也可以；用 <code>./cityhub restore 备份.tar --data 新文件夹</code> 恢复成新的数据文件夹。",
            "The system administrator backs up on the machine of the program with <code>./cityhub backup backup.tar</code>, also while it runs; <code>./cityhub restore backup.tar --data NEW-FOLDER</code> makes a new data folder of it.")),
    ];
}
