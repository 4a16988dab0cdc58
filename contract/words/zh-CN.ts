import type { Words } from './catalogue.ts';

const tryLater = '请稍后重试。';
const openInBrowser = '请在浏览器中打开这个地址，看看里面是什么。';

/** The texts in Simplified Chinese. */
export const zhCN: Words = {
  failures: {
    'timeout-connect': {
      short: '连接超时',
      sentence: '{{host}} 迟迟没有接受连接。',
      cure: '请稍后重试，或看看浏览器能否打开这个地址。',
    },
    'timeout-first-byte': {
      short: '等不到回应',
      sentence: '{{host}} 收到了请求，却迟迟没有回应。',
      cure: '服务器可能正忙，请稍后重试。',
    },
    'timeout-idle': {
      short: '传输中断',
      sentence: '图片传到一半[[（已收到 {{receivedBytes}}）]]，{{host}} 就不再发送了。',
      cure: '请重试；如果服务器支持，会从中断处继续下载。',
    },
    'too-slow': {
      short: '速度太慢',
      sentence: '{{host}} 传输得太慢，图片几乎不可能传完[[（只收到 {{receivedBytes}}）]]。',
      cure: '请稍后重试，或减少同时下载的数量。',
    },
    reset: {
      short: '连接断开',
      sentence: '与 {{host}} 的连接断开了[[，已收到 {{receivedBytes}}]]。',
      cure: '请重试；如果总是断开，请减少同时下载的数量。',
    },
    'refused-connection': {
      short: '拒绝连接',
      sentence: '{{host}} 在这个地址上不接受连接。',
      cure: '请检查地址和端口，或稍后重试。',
    },
    unreachable: {
      short: '无法到达',
      sentence: '从这台电脑到不了 {{host}}。',
      cure: '请检查网络连接或 VPN，然后重试。',
    },
    'dns-temporary': {
      short: '域名查询受阻',
      sentence: '暂时查不到 {{host}} 的地址。',
      cure: '请检查网络连接，然后重试。',
    },
    'bad-response': {
      short: '回应混乱',
      sentence: '{{host}} 的回应不符合 HTTP 规范，读不懂。',
      cure: tryLater,
    },
    'truncated-body': {
      short: '没有传完',
      sentence:
        '图片还没传完，{{host}} 就结束了传输[[：收到 {{receivedBytes}}]][[，本应有 {{expectedBytes}}]]。',
      cure: '请重试；如果服务器支持，会从中断处继续下载。',
    },
    'dns-not-found': {
      short: '找不到服务器',
      sentence: '没有名为 {{host}} 的服务器。',
      cure: '请检查地址有没有写错；如果别的服务器也找不到，请检查网络连接。',
    },
    'tls-expired': {
      short: '证书已过期',
      sentence: '{{host}} 的安全证书已经过期。',
      cure: '请检查这台电脑的日期是否正确；如果正确，只能等网站更换证书。',
    },
    'tls-name': {
      short: '证书不匹配',
      sentence: '{{host}} 的安全证书是给另一个域名用的。',
      cure: '请检查地址：图片可能在另一个相近的地址上。',
    },
    'tls-untrusted': {
      short: '证书不受信任',
      sentence: '{{host}} 的安全证书不是由这台电脑信任的机构签发的。',
      cure: '如果这是您单位自己的服务器，请在这台电脑上安装它的证书。',
    },
    tls: {
      short: '无法安全连接',
      sentence: '无法与 {{host}} 建立安全连接。',
      cure: '请看看浏览器能否打开这个地址；老旧的服务器可能只支持已不安全的加密方式。',
    },
    'insecure-redirect': {
      short: '转到非加密地址',
      sentence: '{{host}} 把请求转到了一个不加密的地址。',
      cure: '如果您信任那个地址，请自己把它加入列表。',
    },
    'private-address': {
      short: '内网地址',
      sentence: '{{host}} 指向内部网络中的地址。',
      cure: '如果这正是您想要的，请把那个内网地址直接写进列表。',
    },
    'too-many-redirects': {
      short: '跳转太多',
      sentence: '{{host}} 把请求从一个地址转到另一个地址，没完没了。',
      cure: `${openInBrowser}有些网站对未登录的访客会这样。`,
    },
    'bad-redirect': {
      short: '跳转无去处',
      sentence: '{{host}} 要把请求转走，给出的却不是地址。',
      cure: openInBrowser,
    },
    'no-content': {
      short: '没有内容',
      sentence: '{{host}} 说一切正常，但没有内容可发。',
      cure: openInBrowser,
    },
    'header-too-large': {
      short: '回应头太长',
      sentence: '{{host}} 在图片之前发送的信息多得不合常理。',
      cure: openInBrowser,
    },
    html: {
      short: '是网页不是图片',
      sentence: '{{host}} 发来的是网页，不是图片[[：“{{title}}”]]。',
      cure: `${openInBrowser}可能需要登录，也可能图片就在那个网页里。`,
    },
    empty: {
      short: '空文件',
      sentence: '{{host}} 发来的文件里什么都没有。',
      cure: tryLater,
    },
    'not-an-image': {
      short: '不是图片',
      sentence: '{{host}} 发来的不是图片[[（{{type}}）]]。',
      cure: openInBrowser,
    },
    corrupt: {
      short: '图片已损坏',
      sentence: '{{host}} 发来的图片损坏严重，什么也看不到。',
      cure: '请稍后重试；如果还是这样，说明服务器上的图片就是坏的。',
    },
    'hash-mismatch': {
      short: '校验不符',
      sentence: '{{host}} 发来的内容与列表中的校验值不符。',
      cure: '请核对列表中的校验值，或询问制作列表的人。',
    },
    'too-large': {
      short: '文件太大',
      sentence: '{{host}} 上的这张图片超出了您允许的大小[[：{{expectedBytes}}]][[，上限为 {{limitBytes}}]]。',
      cure: '请在设置中提高上限，然后重试。',
    },
    parked: {
      short: '服务器要求等待',
      sentence: '{{host}} 要求过较长时间再来取下一张图片[[：{{waitMs}}]]。',
      cure: '请等这段时间过去后再重试；减少对该服务器的同时下载数可能会有帮助。',
    },
    'disk-full': {
      short: '磁盘已满',
      sentence: '磁盘空间不足[[（{{folder}}）]]。',
      cure: '请腾出空间，然后点“继续”：会从停下的地方接着下载。',
    },
    'read-only': {
      short: '磁盘只读',
      sentence: '磁盘[[（{{folder}}）]]只能读取，不能写入。',
      cure: '请解除写保护或换一个文件夹，然后点“继续”。',
    },
    'no-access': {
      short: '没有写入权限',
      sentence: '您的帐户没有权限使用这个文件或文件夹[[：{{folder}}]]。',
      cure: '请授予权限，或换一个文件夹，然后点“继续”。',
    },
    'folder-gone': {
      short: '文件夹不见了',
      sentence: '文件夹[[ {{folder}} ]]已经不在了。',
      cure: '请重新连接磁盘，或把文件夹放回原处，然后点“继续”。',
    },
    internal: {
      short: '程序出错',
      sentence: 'Pixhaul 自身在处理这张图片时出了问题，详情已写入日志。',
      cure: '请再试一次。如果仍然这样，请连同日志一起告诉我们。',
    },
    'disk-error': {
      short: '磁盘故障',
      sentence: '磁盘[[（{{folder}}）]]在使用中报告了故障。',
      cure: '请检查磁盘和连接线，然后点“继续”。',
    },
    'name-too-long': {
      short: '路径太长',
      sentence: '图片的路径超出了磁盘允许的长度[[（{{folder}}）]]。',
      cure: '请换一个路径较短的文件夹，然后点“继续”。',
    },
    'file-gone': {
      short: '文件不见了',
      sentence: '文件已被移动、改名或删除[[（原在 {{folder}}）]]。',
      cure: '请把它放回原处，或点“重试”重新下载。',
    },
    'not-opened': {
      short: '不能从这里打开',
      sentence: '没有打开：只有完整的 JPEG、PNG、GIF、WebP 和 AVIF 图片会在系统的看图程序中打开。',
      cure: '请在文件夹中显示它，再从那里打开。',
    },
    'store-gone': {
      short: '进度无法记录',
      sentence: 'Pixhaul 中负责记录结果的部分已停止，不再开始新的下载。',
      cure: '请重启 Pixhaul，它会从已记录的地方继续。如果再次发生，请附上日志反馈给我们。',
    },
    'list-too-large': {
      short: '列表文件过大',
      sentence: '这个 Excel 文件超过 256 MB。',
      cure: '请另存为 CSV，或拆分成几个文件。',
    },
    'list-damaged': {
      short: '列表文件已损坏',
      sentence: '这个 Excel 文件已损坏，或设有密码。',
      cure: '请用表格软件打开它，去掉密码后重新保存。',
    },
    'list-old-excel': {
      short: '旧版 Excel 文件',
      sentence: '这是 2007 年以前的 Excel 格式（XLS）。',
      cure: '请用表格软件打开它，另存为 XLSX 或 CSV。',
    },
    'bad-template': {
      short: '文件名模板有误',
      sentence: '无法理解文件名模板。',
      cure: '请打开“名称与选项”查看问题所在。',
    },
  },
  httpStatuses: {
    400: {
      short: '请求看不懂',
      sentence: '{{host}} 看不懂这个请求（400）。',
      cure: '请检查地址是否复制完整，包括问号后面的部分。',
    },
    401: {
      short: '需要登录',
      sentence: '{{host}} 只把这张图片给已登录的人（401）。',
      cure: '请把用户名和密码写进地址（https://用户名:密码@…），或用浏览器保存。',
    },
    402: {
      short: '需要付费',
      sentence: '{{host}} 要求付费后才给这张图片（402）。',
      cure: '请在浏览器中查看服务器的说明。',
    },
    403: {
      short: '被拒绝',
      sentence: '{{host}} 不肯给出这张图片（403）。',
      cure: '常见原因是只允许它自己的网页引用，或链接已经过期：请从网页上重新复制链接。',
    },
    404: {
      short: '图片不存在',
      sentence: '{{host}} 说这张图片不存在（404）。',
      cure: '请检查地址有没有写错；图片也可能已被移走或删除。',
    },
    405: {
      short: '不允许下载',
      sentence: '{{host}} 不允许下载这个地址（405）。',
      cure: openInBrowser,
    },
    406: {
      short: '没有合适的格式',
      sentence: '{{host}} 没有所请求格式的图片（406）。',
      cure: openInBrowser,
    },
    407: {
      short: '代理需要登录',
      sentence: '您与 {{host}} 之间的代理服务器要求用户名和密码（407）。',
      cure: '请先登录网络代理，然后重试。',
    },
    408: {
      short: '服务器等不及',
      sentence: '{{host}} 等请求等得太久了（408）。',
      cure: tryLater,
    },
    409: {
      short: '正在变动',
      sentence: '{{host}} 正在改动这个地址的内容（409）。',
      cure: tryLater,
    },
    410: {
      short: '已永久删除',
      sentence: '{{host}} 说这张图片已被永久删除（410）。',
      cure: '请把它从列表中移除，或到别处寻找这张图片。',
    },
    412: {
      short: '图片已更换',
      sentence: '{{host}} 在这个地址上已换成另一张图片（412）。',
      cure: '请重试，以下载现在的图片。',
    },
    413: {
      short: '请求太大',
      sentence: '{{host}} 认为请求太大（413）。',
      cure: openInBrowser,
    },
    414: {
      short: '地址太长',
      sentence: '{{host}} 不接受这么长的地址（414）。',
      cure: '请检查列表中是否有两个地址连在了一起。',
    },
    416: {
      short: '余下部分没有了',
      sentence: '{{host}} 没有这张图片余下的部分（416）。',
      cure: '请重试，从头下载。',
    },
    418: {
      short: '被挡回',
      sentence: '{{host}} 用一个玩笑挡住了程序：它说自己是茶壶（418）。',
      cure: '请用浏览器保存这张图片。',
    },
    421: {
      short: '走错了服务器',
      sentence: '给 {{host}} 的请求到了一台不归它管的服务器（421）。',
      cure: tryLater,
    },
    423: {
      short: '已锁定',
      sentence: '{{host}} 锁定了这张图片（423）。',
      cure: tryLater,
    },
    425: {
      short: '来得太早',
      sentence: '{{host}} 不愿这么早回应（425）。',
      cure: tryLater,
    },
    426: {
      short: '要求换协议',
      sentence: '{{host}} 要求用另一种方式访问这个地址（426）。',
      cure: '请把地址开头的 http:// 换成 https:// 再试。',
    },
    428: {
      short: '缺少条件',
      sentence: '{{host}} 只回应带有条件的请求（428）。',
      cure: openInBrowser,
    },
    429: {
      short: '服务器正忙',
      sentence: '{{host}} 收到的请求太多[[，要求等待 {{waitMs}}]]（429）。',
      cure: '请稍后重试，并减少对该服务器的同时下载数。',
    },
    431: {
      short: '请求太长',
      sentence: '{{host}} 认为请求太长（431）。',
      cure: '请检查地址：过长的地址往往是被截断或连在一起的。',
    },
    451: {
      short: '因法律原因屏蔽',
      sentence: '{{host}} 因法律原因不能提供这张图片（451）。',
      cure: '在别的国家或地区，或从作者那里，也许能得到它。',
    },
    500: {
      short: '服务器故障',
      sentence: '{{host}} 自身出了故障（500）。',
      cure: tryLater,
    },
    501: {
      short: '服务器不支持',
      sentence: '{{host}} 不知道怎样回应这样的请求（501）。',
      cure: openInBrowser,
    },
    502: {
      short: '服务器故障',
      sentence: '{{host}} 没能从它后面的服务器得到正常的回应（502）。',
      cure: tryLater,
    },
    503: {
      short: '服务器繁忙',
      sentence: '{{host}} 负载过重或正在维护（503）[[，要求等待 {{waitMs}}]]。',
      cure: '请稍后重试，并减少对该服务器的同时下载数。',
    },
    504: {
      short: '服务器故障',
      sentence: '{{host}} 没有等到它后面的服务器的回应（504）。',
      cure: tryLater,
    },
    507: {
      short: '服务器空间不足',
      sentence: '{{host}} 的存储空间已用完（507）。',
      cure: tryLater,
    },
    509: {
      short: '服务器流量用尽',
      sentence: '{{host}} 的流量额度已经用完（509）。',
      cure: '请稍后重试；往往到第二天或下个月就会恢复。',
    },
    520: {
      short: '服务器故障',
      sentence: '{{host}} 给它前面的网络的回应让人看不懂（520）。',
      cure: tryLater,
    },
    521: {
      short: '服务器已停',
      sentence: '{{host}} 拒绝了它前面的网络的连接（521）。',
      cure: tryLater,
    },
    522: {
      short: '服务器无回应',
      sentence: '{{host}} 前面的网络连接不上它（522）。',
      cure: tryLater,
    },
    523: {
      short: '到不了服务器',
      sentence: '{{host}} 前面的网络找不到通往它的路（523）。',
      cure: tryLater,
    },
    524: {
      short: '服务器太慢',
      sentence: '{{host}} 前面的网络没有等到它的回应（524）。',
      cure: tryLater,
    },
    525: {
      short: '无法安全连接',
      sentence: '{{host}} 前面的网络无法与它建立安全连接（525）。',
      cure: '请稍后重试；这只能由网站自己修复。',
    },
    526: {
      short: '证书不受信任',
      sentence: '{{host}} 前面的网络不信任它的证书（526）。',
      cure: '请稍后重试；这只能由网站自己修复。',
    },
    529: {
      short: '服务器繁忙',
      sentence: '{{host}} 负载过重（529）[[，要求等待 {{waitMs}}]]。',
      cure: '请稍后重试，并减少对该服务器的同时下载数。',
    },
    530: {
      short: '网站被冻结',
      sentence: '{{host}} 前面的网络找不到它，或网站已被停用（530）。',
      cure: tryLater,
    },
  },
  otherStatuses: {
    request: {
      short: '被挡回',
      sentence: '{{host}} 挡回了请求（回应 {{status}}）。',
      cure: openInBrowser,
    },
    server: {
      short: '服务器故障',
      sentence: '{{host}} 自身出了故障（回应 {{status}}）。',
      cure: tryLater,
    },
    other: {
      short: '没有图片',
      sentence: '{{host}} 的回应里没有图片（回应 {{status}}）。',
      cure: openInBrowser,
    },
  },
  skips: {
    duplicate: { short: '重复', sentence: '列表中[[第 {{line}} 行]]已有相同的地址，只下载一次。' },
    'have-it': { short: '已经有了', sentence: '文件夹中已有这张图片，而且完好。' },
    unusable: { short: '没有可用地址', sentence: '这一行没有 Pixhaul 可以下载的地址。' },
    'filtered-size': { short: '尺寸太小', sentence: '图片小于您要求的尺寸。' },
    'filtered-shape': { short: '形状不符', sentence: '图片的形状与您要求的不同。' },
    'filtered-type': { short: '格式不符', sentence: '图片的格式与您要求的不同。' },
    'name-taken': { short: '名称已被占用', sentence: '文件夹中已有另一张同名图片，保持原样。' },
  },
  unusable: {
    'no-url': '这一行没有链接。',
    'bad-url': '看起来像链接，但有地方不对，请检查有没有写错。',
    scheme: '只能下载以 http:// 或 https:// 开头的地址。',
    'data-not-image': '这一行自带数据，但不是图片。',
    'private-host': '这个地址属于本机或网络设备，Pixhaul 从不访问。',
    'too-long': '这个地址太长，可能是两个地址连在了一起。',
    wrapped: '这个地址似乎被拆成了两行，请合并成一行。',
    relative: '这个链接没有写明服务器，请填写它来自哪个网页。',
    'range-too-large': '范围展开后的地址太多：一个列表最多展开 1,000,000 个。',
    'has-body': '这条命令会向服务器发送数据，而 Pixhaul 只下载。',
  },
  integrity: {
    intact: { short: '完好', sentence: '图片已解码到最后一个像素。' },
    flawed: { short: '小瑕疵', sentence: '所有像素都在，但文件不完全合乎规范。' },
    truncated: {
      short: '不完整',
      sentence: '图片缺少末尾部分。服务器两次发来的都一样，它只有这么多。',
    },
    unchecked: { short: '未检查', sentence: '从开头的字节看是图片，但 Pixhaul 没能查看它的像素。' },
  },
  templates: {
    problems: {
      'unknown-variable':
        '没有“{{text}}”这个变量（名称模板第 {{position}} 个字符）。[[您是想写“{{nearest}}”吗？]]',
      'unknown-filter':
        '没有“{{text}}”这个过滤器（名称模板第 {{position}} 个字符）。[[您是想写“{{nearest}}”吗？]]',
      'bad-argument':
        '“{{text}}”（名称模板第 {{position}} 个字符）写得不完整，或者写多了。[[写法如“{{nearest}}”。]]',
      unclosed:
        '名称模板第 {{position}} 个字符处的花括号没有配对：“{{text}}”。名称中本来要有的花括号请写两次。',
      empty: '名称模板给不出名称。通常写 {name}。',
      'too-long': '名称模板太长，最多 {{offset}} 个字符。',
    },
    help: {
      index: '在列表中的位置，这里写成四位数',
      name: '表格、服务器或链接给出的名称，不含扩展名',
      n: '同一行多张图片中的第几张：1、2 ……',
      ext: '图片的格式；扩展名总会自动加在最后',
      host: '链接中的服务器',
      domain: '服务器名称的主要部分',
      path: '链接路径的第一段；[2] 是第二段',
      lastPath: '链接路径的最后一段；[-2] 是倒数第二段',
      query: '链接问号之后的一个值，这里是 id 的值',
      date: '添加列表的时间；还可用 HH、mm 和 ss',
      batch: '列表的名称',
      group: '这一行第一个范围所代表的内容；{g2} 是第二个',
      column: '表格中的一列，写列名',
      sha256: '图片的指纹，这里取前八位',
      width: '图片的宽度（像素）',
      height: '图片的高度（像素）',
      slug: '小写字母和数字，词与词之间用连字符',
      lower: '小写字母',
      upper: '大写字母',
      pad: '在前面补零，补到这么多个字符',
      max: '只取开头这么多个字符',
      replace: '把一段文字都换成另一段',
      default: '没有内容时用它代替',
      folder: '文件夹',
      braces: '名称中本来要有的花括号',
    },
  },
  states: {
    queued: '排队中',
    waiting: '等待重试',
    saving: '正在保存',
    done: '已保存',
    failed: '未保存',
    skipped: '已跳过',
    canceled: '已取消',
    connecting: '正在连接',
    downloading: '正在下载',
    checking: '正在检查',
    paused: '已暂停',
  },
  theServer: '服务器',
  storeProblems: {
    'in-use': {
      title: 'Pixhaul 已经在运行',
      sentence: '另一个 Pixhaul 正在使用同样的列表：{{folder}}',
      cure: '请切换到它的窗口，或先结束它（也可能是命令行），再重新启动。',
    },
    unreadable: {
      title: '读不出列表',
      sentence: 'Pixhaul 保存列表的文件已损坏：{{folder}}',
      cure: '您的图片都在原处，安然无恙。请把这个文件夹移到别处，再以空列表重新启动。',
    },
    'newer-version': {
      title: '列表来自更新的 Pixhaul',
      sentence: '更新版本的 Pixhaul 用过这些列表：{{folder}}',
      cure: '请启动新版本；当前版本不会改动这些列表。',
    },
    'disk-full': {
      title: '磁盘空间不足',
      sentence: 'Pixhaul 需要一点空间来记录列表的进度：{{folder}}',
      cure: '请在该磁盘上腾出空间，再重新启动。',
    },
    'read-only': {
      title: '磁盘只读',
      sentence: '这里不能写入，Pixhaul 无法保存列表：{{folder}}',
      cure: '请解除磁盘的写保护，再重新启动。',
    },
    'no-access': {
      title: '没有权限保存列表',
      sentence: 'Pixhaul 没有权限写入保存列表的文件夹：{{folder}}',
      cure: '请允许您的用户帐户写入这里，再重新启动。',
    },
  },
  dialogs: {
    quitQuestion: '仍在下载',
    quitDetail: '现在退出不会丢失任何内容：下次启动时，Pixhaul 会从停下的地方继续。',
    keepDownloading: '继续下载',
    quitAndGoOnLater: '退出，下次继续',
    close: '关闭',
    listFiles: '链接列表',
    allFiles: '所有文件',
    storeSetAside: {
      title: 'Pixhaul 以空列表启动',
      sentence: '保存列表的文件读不出来，已放到一边：{{folder}}',
      cure: '您的图片都在原处，安然无恙。如果想请人查看，请保留那个文件。',
    },
    startProblem: {
      title: 'Pixhaul 无法启动',
      sentence: 'Pixhaul 需要的某些文件缺失或已损坏[[：{{detail}}]]。',
      cure: '请再启动一次；如果不行，请重新安装。您的列表和图片都会保留。',
    },
  },
  notifications: {
    allSaved: '已保存 {{saved}} 张',
    someNeedYou: '已保存 {{saved}} 张 · {{problems}} 张需要您处理',
    stopped: '已停下：{{reason}}',
  },
  menu: {
    about: '关于 Pixhaul',
    settings: '设置…',
    services: '服务',
    hide: '隐藏 Pixhaul',
    hideOthers: '隐藏其他',
    showAll: '全部显示',
    quit: '退出 Pixhaul',
    file: '文件',
    addLinks: '添加链接…',
    openList: '打开列表…',
    closeWindow: '关闭窗口',
    edit: '编辑',
    undo: '撤销',
    redo: '重做',
    cut: '剪切',
    copy: '复制',
    paste: '粘贴',
    selectAll: '全选',
    search: '搜索',
    view: '显示',
    zoomIn: '放大',
    zoomOut: '缩小',
    actualSize: '实际大小',
    fullScreen: '全屏',
    window: '窗口',
    minimize: '最小化',
    zoomWindow: '缩放',
    bringAllToFront: '全部前置',
    help: '帮助',
  },
  findings: {
    good: '正常',
    small: '小于 1000 像素',
    html: '网页',
    'not-an-image': '不是图片',
    refused: '被拒绝',
    dead: '已失效',
    unknown: '未知',
  },
  commandLine: {
    usage: `把图片地址列表变成经过检验的图片文件。

用法：
  pixhaul download 列表... --out 文件夹 [选项]    把列表中的所有图片下载到一个文件夹
  pixhaul parse 列表 [--json]                     只说明列表每一行是什么，不下载
  pixhaul parse 列表 --as aria2                   把列表写成 aria2 的输入文件，不含密码
  pixhaul check 列表... [--jobs N] [--per-host N] [--json]
                                                  说明每个链接后面是什么（最多读取 64 kB），不保存任何文件

列表是一个文件；写 - 则从标准输入读取。

download 的选项：
  --out 文件夹           图片保存到哪里；不存在则新建
  --jobs N               同时下载的数量，1 到 256（24）
  --per-host N           对同一服务器同时下载的数量，1 到 64（8）
  --retries N            遇到暂时性问题时的尝试次数，1 到 10（5）
  --name 模板            文件怎样命名（{name}）；模板的写法见下
  --on-collision number|skip|overwrite|hash   名称已被占用时怎么办：加编号、跳过、替换、加指纹（number）
  --check decode|signature   检查每个像素，或只看开头的字节（decode）
  --no-thumbnails        不生成预览图
  --accept-truncated     即使服务器只给出部分图片，也以状态 0 结束
  --manifest 文件        写下每一行的结果，每行一个 JSON 对象
  --sheet 文件           写出原表格，并附上文件、状态、尺寸和 SHA-256
  --state 文件夹         进度保存在哪里，同样的命令会从停下的地方继续
  --json                 在标准输出上每行写一个 JSON 对象
  --language en|zh-CN    此处所用的语言

结束状态 0：每一行都已保存或跳过。1：有些没有保存或不完整。2：看不懂命令。
3：本机有障碍（磁盘、文件夹）。130：被中断；同样的命令会继续。`,
    unknownCommand:
      '没有 {{command}} 这个命令。[[您是想用 {{nearest}} 吗？]]用 pixhaul --help 查看有哪些命令。',
    unknownOption:
      '没有 {{option}} 这个选项。[[您是想用 {{nearest}} 吗？]]用 pixhaul --help 查看有哪些选项。',
    optionTwice: '{{option}} 写了两次，只写一次就好。',
    optionNeedsValue: '{{option}} 后面要有一个值。',
    optionNeedsNumber: '{{option}} 要的是 {{minimum}} 到 {{maximum}} 的整数，而不是“{{value}}”。',
    optionNeedsChoice: '{{option}} 只能是 {{choices}} 之一，而不是“{{value}}”。',
    listMissing: '哪个列表？请写出一个文件，或写 - 从标准输入读取。',
    outMissing: '保存到哪里？请用 --out 指定一个文件夹。',
    names: '名称可以由这些组成',
    namesStay: '文件命名方式与这个列表第一次给出时相同：{{template}}（{{collision}}）',
    listNotFound: '没有 {{file}} 这个文件。',
    listNotReadable: '读不出列表 {{file}}[[（{{detail}}）]]。',
    listHasNoLinks: '{{file}} 里没有链接。',
    outNotWritable: '无法写入 {{folder}}[[（{{detail}}）]]。',
    reading: '正在读取 {{file}} …',
    accepted: '新增 {{fresh}}[[（其中 {{known}} 个以前保存过）]] · 重复 {{duplicates}} · 不可用 {{unusable}}',
    savesTo: '保存到 {{folder}}',
    goesOn: '从上次停下的地方继续：{{total}} 张中已保存 {{saved}} 张。',
    progress:
      '已保存 {{saved}}/{{total}}[[ · 未能保存 {{problems}}]] · 进行中 {{active}} · {{perSecond}} 张/秒 · {{bytesPerSecond}}/秒',
    progressWaiting: '已保存 {{saved}}/{{total}} · {{waiting}} 张等待重试[[，下一次在 {{waitMs}}后]]',
    stopping: '正在停止……（再按一次立即停止）',
    stoppedWithState: '已停止。同样的命令会从这里继续。',
    stoppedByProblem: '已停下：{{reason}}同样的命令会从这里继续。',
    summary: '已保存 {{saved}} · 已跳过 {{skipped}} · 未保存 {{failed}} · 已取消 {{canceled}}',
    summaryCause: '  {{count}} × {{reason}}[[ – {{host}}]]',
    summaryMore: '  …… 另有 {{count}} 种原因',
    summaryTruncated: '服务器上就不完整，按原样保存：{{truncated}}',
    checkProgress: '已查看 {{checked}}/{{total}} 个链接 · {{good}} 个正常',
    checkSummary:
      '正常：{{good}} · 偏小：{{small}} · 网页：{{html}} · 不是图片：{{notImages}} · 被拒绝：{{refused}} · 已失效：{{dead}} · 未知：{{unknown}}',
    checkStopped: '已停止：查看了 {{checked}}/{{total}} 个链接。',
    took: '{{bytes}}，用时 {{durationMs}}',
    manifestWritten: '每一行的结果写在 {{file}}',
    manifestNotWritten: '无法写入清单 {{file}}[[（{{detail}}）]]。',
    sheetWritten: '带结果的表格写在 {{file}}',
    sheetNotWritten: '无法写入表格 {{file}}[[（{{detail}}）]]。',
  },
};
