import type { Words } from './catalogue.ts';

const tryLater = 'Try again later.';
const openInBrowser = 'Open the address in your browser to see what is there.';

/** The texts in English. */
export const en: Words = {
  failures: {
    'timeout-connect': {
      short: 'No connection in time',
      sentence: '{{host}} did not accept a connection in time.',
      cure: 'Try again later, or see whether the address opens in your browser.',
    },
    'timeout-first-byte': {
      short: 'No answer in time',
      sentence: '{{host}} accepted the request but sent no answer in time.',
      cure: 'Try again later; the server may be busy.',
    },
    'timeout-idle': {
      short: 'Stopped sending',
      sentence: '{{host}} stopped sending in the middle of the picture[[, after {{receivedBytes}}]].',
      cure: 'Try again: where the server allows it, the download goes on from there.',
    },
    'too-slow': {
      short: 'Too slow',
      sentence:
        '{{host}} sent the picture so slowly that it would not have arrived[[ ({{receivedBytes}} came)]].',
      cure: 'Try again later, or with fewer downloads at once.',
    },
    reset: {
      short: 'Connection broke',
      sentence: 'The connection to {{host}} broke[[ after {{receivedBytes}}]].',
      cure: 'Try again; if it keeps breaking, try with fewer downloads at once.',
    },
    'refused-connection': {
      short: 'Connection refused',
      sentence: '{{host}} does not accept connections at this address.',
      cure: 'Check the address and its port, or try again later.',
    },
    unreachable: {
      short: 'Not reachable',
      sentence: 'There is no way to {{host}} from this computer.',
      cure: 'Check your network connection or VPN, then try again.',
    },
    'dns-temporary': {
      short: 'Name not looked up',
      sentence: 'The address of {{host}} could not be looked up just now.',
      cure: 'Check your network connection, then try again.',
    },
    'bad-response': {
      short: 'Garbled answer',
      sentence: '{{host}} sent an answer that does not follow the rules of HTTP.',
      cure: tryLater,
    },
    'truncated-body': {
      short: 'Cut off on the way',
      sentence:
        '{{host}} ended the picture too early[[: {{receivedBytes}} came]][[, {{expectedBytes}} were announced]].',
      cure: 'Try again: where the server allows it, the download goes on from there.',
    },
    'dns-not-found': {
      short: 'Server not found',
      sentence: 'There is no server named {{host}}.',
      cure: 'Check the address for a slip. If other servers are not found either, check your network connection.',
    },
    'tls-expired': {
      short: 'Certificate expired',
      sentence: 'The security certificate of {{host}} has expired.',
      cure: "Check that this computer's date is right; otherwise only the server's owner can renew it.",
    },
    'tls-name': {
      short: 'Wrong certificate',
      sentence: 'The security certificate of {{host}} is made out to another name.',
      cure: 'Check the address: the picture may be at a slightly different one.',
    },
    'tls-untrusted': {
      short: 'Untrusted certificate',
      sentence: 'The security certificate of {{host}} comes from nobody that this computer trusts.',
      cure: "If it is your organization's own server, install its certificate on this computer.",
    },
    tls: {
      short: 'No secure connection',
      sentence: 'A secure connection to {{host}} could not be made.',
      cure: 'See whether the address opens in your browser. Old servers may only offer what is no longer safe.',
    },
    'insecure-redirect': {
      short: 'Leads off https',
      sentence: '{{host}} passes the request on to an address without encryption.',
      cure: 'If you trust that address, add it to the list yourself.',
    },
    'private-address': {
      short: 'Private address',
      sentence: '{{host}} leads to an address inside a private network.',
      cure: 'If that is what you want, put the private address itself on the list.',
    },
    'too-many-redirects': {
      short: 'Passed on too often',
      sentence: '{{host}} passes the request on from address to address without end.',
      cure: `${openInBrowser} Some servers do this to visitors who are not signed in.`,
    },
    'bad-redirect': {
      short: 'Leads nowhere',
      sentence: '{{host}} passes the request on to something that is no address.',
      cure: openInBrowser,
    },
    'no-content': {
      short: 'Nothing there',
      sentence: '{{host}} answered that all is well, and that there is nothing to send.',
      cure: openInBrowser,
    },
    'header-too-large': {
      short: 'Answer too long',
      sentence: '{{host}} put far more before the picture than any picture needs.',
      cure: openInBrowser,
    },
    html: {
      short: 'Web page, no picture',
      sentence: '{{host}} sent a web page instead of a picture[[: “{{title}}”]].',
      cure: `${openInBrowser} It may ask to sign in, or the picture may be on that page.`,
    },
    empty: {
      short: 'Empty file',
      sentence: '{{host}} sent a file without any content.',
      cure: tryLater,
    },
    'not-an-image': {
      short: 'Not a picture',
      sentence: '{{host}} sent something that is not a picture[[ ({{type}})]].',
      cure: openInBrowser,
    },
    corrupt: {
      short: 'Damaged picture',
      sentence: 'The picture from {{host}} is so damaged that nothing can be seen.',
      cure: 'Try again later. If the same comes again, the server has nothing better.',
    },
    'hash-mismatch': {
      short: 'Not the right picture',
      sentence: '{{host}} sent other content than the checksum in your list asks for.',
      cure: 'Check the checksum in the list, or ask the person who made it.',
    },
    'too-large': {
      short: 'Too large',
      sentence:
        'The picture at {{host}} is larger than you allow[[: {{expectedBytes}}]][[; the limit is {{limitBytes}}]].',
      cure: 'Raise the limit in the settings, then retry.',
    },
    parked: {
      short: 'Server asks to wait',
      sentence: '{{host}} asks for a longer break before the next picture[[: {{waitMs}}]].',
      cure: 'Retry when that time is over. Fewer downloads at once from this server may help.',
    },
    'disk-full': {
      short: 'Disk full',
      sentence: 'There is no room left on the disk[[ of {{folder}}]].',
      cure: 'Make room, then press Resume: everything goes on where it stopped.',
    },
    'read-only': {
      short: 'Disk is read-only',
      sentence: 'The disk[[ of {{folder}}]] can only be read, not written to.',
      cure: 'Unlock the disk or choose another folder, then press Resume.',
    },
    'no-access': {
      short: 'No permission',
      sentence: 'Your account has no permission to use this file or folder[[: {{folder}}]].',
      cure: 'Give it permission, or choose another folder, then press Resume.',
    },
    'folder-gone': {
      short: 'Folder is gone',
      sentence: 'The folder[[ {{folder}}]] is not there any more.',
      cure: 'Connect the drive again or put the folder back, then press Resume.',
    },
    internal: {
      short: 'Pixhaul stumbled',
      sentence: 'Something in Pixhaul itself went wrong with this picture. What it was is in the log.',
      cure: 'Try it again. If it happens again, please report it together with the log.',
    },
    'disk-error': {
      short: 'Disk trouble',
      sentence: 'The disk[[ of {{folder}}]] reported a fault while Pixhaul was using it.',
      cure: 'Check the disk and its cable, then press Resume.',
    },
    'name-too-long': {
      short: 'Name too long',
      sentence: 'The path of the picture is longer than the disk allows[[ in {{folder}}]].',
      cure: 'Choose a folder with a shorter path, then press Resume.',
    },
    'file-gone': {
      short: 'File is gone',
      sentence: 'The file[[ in {{folder}}]] was moved, renamed or deleted.',
      cure: 'Put it back, or retry to fetch it again.',
    },
    'not-opened': {
      short: 'Not opened from here',
      sentence:
        'It was not opened: only whole JPEG, PNG, GIF, WebP and AVIF pictures open, in the viewer of your system.',
      cure: 'Show it in its folder and open it there.',
    },
    'store-gone': {
      short: 'State is lost',
      sentence: 'The part of Pixhaul that writes results down has stopped. Nothing new is started.',
      cure: 'Restart Pixhaul: it goes on from what was written. If it happens again, please report it together with the log.',
    },
    'list-too-large': {
      short: 'List is too large',
      sentence: 'This Excel file is larger than 256 MB.',
      cure: 'Save it as CSV, or in several files.',
    },
    'list-damaged': {
      short: 'List is damaged',
      sentence: 'This Excel file is damaged or protected by a password.',
      cure: 'Open it in a spreadsheet program and save it again, without a password.',
    },
    'list-old-excel': {
      short: 'Old Excel file',
      sentence: 'This is an Excel file of the kind used before 2007 (XLS).',
      cure: 'Open it in a spreadsheet program and save it as XLSX or CSV.',
    },
    'bad-template': {
      short: 'File names',
      sentence: 'The template for file names cannot be understood.',
      cure: 'Open “Names and options” to see what is wrong with it.',
    },
  },
  httpStatuses: {
    400: {
      short: 'Request not understood',
      sentence: '{{host}} did not understand the request (400).',
      cure: 'Check that the whole address was copied, with everything after the question mark.',
    },
    401: {
      short: 'Sign-in needed',
      sentence: '{{host}} gives this picture only to people who are signed in (401).',
      cure: 'Write name and password into the address (https://name:password@…), or save it with your browser.',
    },
    402: {
      short: 'Payment needed',
      sentence: '{{host}} asks for payment before it gives this picture (402).',
      cure: 'See in your browser what the server offers.',
    },
    403: {
      short: 'Refused',
      sentence: '{{host}} does not give this picture to everybody (403).',
      cure: 'Often only its own pages may load it, or the link has run out: copy a fresh link from the page.',
    },
    404: {
      short: 'Not found',
      sentence: '{{host}} answered that this picture does not exist (404).',
      cure: 'Check the address for a slip; the picture may have been moved or deleted.',
    },
    405: {
      short: 'Not for download',
      sentence: '{{host}} does not allow this address to be downloaded (405).',
      cure: openInBrowser,
    },
    406: {
      short: 'No suitable format',
      sentence: '{{host}} has the picture in no format that was asked for (406).',
      cure: openInBrowser,
    },
    407: {
      short: 'Proxy wants sign-in',
      sentence: 'The proxy between you and {{host}} asks for a name and password (407).',
      cure: "Sign in to your network's proxy, then retry.",
    },
    408: {
      short: 'Server gave up waiting',
      sentence: '{{host}} waited too long for the request (408).',
      cure: tryLater,
    },
    409: {
      short: 'Busy changing',
      sentence: '{{host}} is changing this address at the moment (409).',
      cure: tryLater,
    },
    410: {
      short: 'Removed for good',
      sentence: '{{host}} answered that this picture was removed for good (410).',
      cure: 'Take it off the list, or look for the picture elsewhere.',
    },
    412: {
      short: 'Changed on the server',
      sentence: '{{host}} has another picture at this address by now (412).',
      cure: 'Retry to fetch the one that is there now.',
    },
    413: {
      short: 'Too much for server',
      sentence: '{{host}} found the request too large (413).',
      cure: openInBrowser,
    },
    414: {
      short: 'Address too long',
      sentence: '{{host}} does not take an address of this length (414).',
      cure: 'Check whether two addresses were glued together in the list.',
    },
    416: {
      short: 'Part not available',
      sentence: '{{host}} does not have the rest of this picture (416).',
      cure: 'Retry to fetch it from the start.',
    },
    418: {
      short: 'Turned away',
      sentence: '{{host}} turns programs away with a joke: it says it is a teapot (418).',
      cure: 'Save the picture with your browser.',
    },
    421: {
      short: 'Wrong server',
      sentence: 'The request for {{host}} arrived at a server that does not answer for it (421).',
      cure: tryLater,
    },
    423: {
      short: 'Locked',
      sentence: '{{host}} has locked this picture (423).',
      cure: tryLater,
    },
    425: {
      short: 'Too early',
      sentence: '{{host}} did not want to answer so early (425).',
      cure: tryLater,
    },
    426: {
      short: 'Wants another protocol',
      sentence: '{{host}} wants to be asked in another way than this address says (426).',
      cure: 'Try the address with https:// instead of http://.',
    },
    428: {
      short: 'Condition missing',
      sentence: '{{host}} answers only to requests with a condition (428).',
      cure: openInBrowser,
    },
    429: {
      short: 'Busy',
      sentence: '{{host}} got too many requests[[ and asks to wait {{waitMs}}]] (429).',
      cure: 'Try again later, with fewer downloads at once from this server.',
    },
    431: {
      short: 'Request too long',
      sentence: '{{host}} found the request too long (431).',
      cure: 'Check the address: very long ones are often cut or glued together.',
    },
    451: {
      short: 'Blocked by law',
      sentence: '{{host}} may not give out this picture for legal reasons (451).',
      cure: 'It may be available from another country, or from its author.',
    },
    500: {
      short: 'Server trouble',
      sentence: '{{host}} had a fault of its own (500).',
      cure: tryLater,
    },
    501: {
      short: 'Server cannot do that',
      sentence: '{{host}} does not know how to answer such a request (501).',
      cure: openInBrowser,
    },
    502: {
      short: 'Server trouble',
      sentence: '{{host}} got no proper answer from the server behind it (502).',
      cure: tryLater,
    },
    503: {
      short: 'Server busy',
      sentence: '{{host}} is overloaded or being repaired (503)[[ and asks to wait {{waitMs}}]].',
      cure: 'Try again later, with fewer downloads at once from this server.',
    },
    504: {
      short: 'Server trouble',
      sentence: '{{host}} waited in vain for the server behind it (504).',
      cure: tryLater,
    },
    507: {
      short: 'Server is full',
      sentence: '{{host}} has no room left (507).',
      cure: tryLater,
    },
    509: {
      short: 'Server over its quota',
      sentence: '{{host}} has used up the traffic that it is allowed (509).',
      cure: 'Try again later; often it works again the next day or month.',
    },
    520: {
      short: 'Server trouble',
      sentence: 'The network in front of {{host}} got an answer from it that makes no sense (520).',
      cure: tryLater,
    },
    521: {
      short: 'Server is down',
      sentence: 'The network in front of {{host}} was turned away by it (521).',
      cure: tryLater,
    },
    522: {
      short: 'Server does not answer',
      sentence: 'The network in front of {{host}} got no connection to it (522).',
      cure: tryLater,
    },
    523: {
      short: 'Server not reachable',
      sentence: 'The network in front of {{host}} found no way to it (523).',
      cure: tryLater,
    },
    524: {
      short: 'Server too slow',
      sentence: 'The network in front of {{host}} waited in vain for its answer (524).',
      cure: tryLater,
    },
    525: {
      short: 'No secure connection',
      sentence: 'The network in front of {{host}} could not make a secure connection to it (525).',
      cure: "Try again later; only the server's owner can mend this.",
    },
    526: {
      short: 'Untrusted certificate',
      sentence: 'The network in front of {{host}} does not trust its certificate (526).',
      cure: "Try again later; only the server's owner can mend this.",
    },
    529: {
      short: 'Server busy',
      sentence: '{{host}} is overloaded (529)[[ and asks to wait {{waitMs}}]].',
      cure: 'Try again later, with fewer downloads at once from this server.',
    },
    530: {
      short: 'Server is frozen',
      sentence: 'The network in front of {{host}} cannot find it, or its site is switched off (530).',
      cure: tryLater,
    },
  },
  otherStatuses: {
    request: {
      short: 'Turned away',
      sentence: '{{host}} turned the request away (answer {{status}}).',
      cure: openInBrowser,
    },
    server: {
      short: 'Server trouble',
      sentence: '{{host}} had a fault of its own (answer {{status}}).',
      cure: tryLater,
    },
    other: {
      short: 'No picture',
      sentence: '{{host}} gave an answer without a picture (answer {{status}}).',
      cure: openInBrowser,
    },
  },
  skips: {
    duplicate: {
      short: 'Duplicate',
      sentence: 'The same address is on the list already[[, in line {{line}}]]: it is fetched once.',
    },
    'have-it': { short: 'Already there', sentence: 'This picture is in the folder already, whole.' },
    unusable: { short: 'No usable address', sentence: 'This line holds no address that Pixhaul can fetch.' },
    'filtered-size': { short: 'Too small', sentence: 'The picture is smaller than you asked for.' },
    'filtered-shape': { short: 'Other shape', sentence: 'The picture has another shape than you asked for.' },
    'filtered-type': {
      short: 'Other format',
      sentence: 'The picture has another format than you asked for.',
    },
    'name-taken': {
      short: 'Name is taken',
      sentence: 'Another picture with this name was in the folder already. It was left as it is.',
    },
  },
  unusable: {
    'no-url': 'There is no link in this line.',
    'bad-url': 'This looks like a link, but something in it is not right. Check it for a slip.',
    scheme: 'Only addresses that begin with http:// or https:// can be fetched.',
    'data-not-image': 'This line holds data of its own, but no picture.',
    'private-host': 'This address belongs to this computer or its network equipment. It is never fetched.',
    'too-long': 'This address is too long. Two may have been glued together.',
    wrapped: 'This address seems to be broken over two lines. Join them into one.',
    relative: 'This link leaves out the server. Say which page it comes from.',
    'range-too-large': 'Its ranges stand for too many addresses: one list may be expanded to 1,000,000.',
    'has-body': 'This command sends data to the server. Pixhaul only fetches.',
  },
  integrity: {
    intact: { short: 'Whole', sentence: 'The picture was decoded to its last pixel.' },
    flawed: {
      short: 'Small flaws',
      sentence: 'Every pixel is there, but the file is not quite by the book.',
    },
    truncated: {
      short: 'Cut off',
      sentence: 'The end of the picture is missing. The server sent the same twice, so it has no more.',
    },
    unchecked: {
      short: 'Not checked',
      sentence: 'It is a picture by its first bytes. Pixhaul could not look at its pixels.',
    },
  },
  templates: {
    problems: {
      'unknown-variable':
        'There is no variable “{{text}}” (character {{position}} of the name template).[[ Did you mean “{{nearest}}”?]]',
      'unknown-filter':
        'There is no filter “{{text}}” (character {{position}} of the name template).[[ Did you mean “{{nearest}}”?]]',
      'bad-argument':
        '“{{text}}” (character {{position}} of the name template) is not complete, or says too much.[[ It is written like “{{nearest}}”.]]',
      unclosed:
        'A brace stands alone at character {{position}} of the name template: “{{text}}”. Braces that belong to the name are doubled.',
      empty: 'The name template gives no name. The usual one is {name}.',
      'too-long': 'The name template is too long: it has room for {{offset}} characters.',
    },
    help: {
      index: 'position in the list, here with four digits',
      name: 'name from the sheet, the server or the link, without its extension',
      n: 'position among the pictures of one line: 1, 2 …',
      ext: 'format of the picture; the extension itself always comes last by itself',
      host: 'server in the link',
      domain: 'main part of the server’s name',
      path: 'first part of the link’s path; [2] is the second',
      lastPath: 'last part of the link’s path; [-2] is the one before',
      query: 'a value behind the question mark of the link, here of id',
      date: 'when the list was added; also HH, mm and ss',
      batch: 'name of the list',
      group: 'what the first range of the line stands for; {g2} is the second',
      column: 'a column of the sheet, by its name',
      sha256: 'fingerprint of the picture, here its first eight digits',
      width: 'width of the picture in pixels',
      height: 'height of the picture in pixels',
      slug: 'small letters and digits with hyphens between the words',
      lower: 'small letters',
      upper: 'capital letters',
      pad: 'zeros in front, up to so many characters',
      max: 'only so many characters from the start',
      replace: 'one text in place of another, wherever it stands',
      default: 'this where there would be nothing',
      folder: 'a folder',
      braces: 'a brace that belongs to the name',
    },
  },
  states: {
    queued: 'Queued',
    waiting: 'Waiting to retry',
    saving: 'Saving',
    done: 'Saved',
    failed: 'Not saved',
    skipped: 'Skipped',
    canceled: 'Canceled',
    connecting: 'Connecting',
    downloading: 'Downloading',
    checking: 'Checking',
    paused: 'Paused',
  },
  theServer: 'the server',
  storeProblems: {
    'in-use': {
      title: 'Pixhaul is already running',
      sentence: 'Another Pixhaul is working with the same lists: {{folder}}',
      cure: 'Go to its window, or end it (it may be a command line) and start again.',
    },
    unreadable: {
      title: 'The lists cannot be read',
      sentence: 'The file in which Pixhaul keeps its lists is damaged: {{folder}}',
      cure: 'Your pictures are safe where they are. Move that folder aside and start again with empty lists.',
    },
    'newer-version': {
      title: 'These lists are from a newer Pixhaul',
      sentence: 'A newer version of Pixhaul has used them last: {{folder}}',
      cure: 'Start the newer version; this one leaves the lists as they are.',
    },
    'disk-full': {
      title: 'No room on the disk',
      sentence: 'Pixhaul needs a little room to keep track of its lists: {{folder}}',
      cure: 'Make room on that disk and start again.',
    },
    'read-only': {
      title: 'The disk is read-only',
      sentence: 'Pixhaul cannot keep its lists where nothing can be written: {{folder}}',
      cure: 'Unlock that disk and start again.',
    },
    'no-access': {
      title: 'No permission to keep the lists',
      sentence: 'Pixhaul may not write to the folder of its lists: {{folder}}',
      cure: 'Give your user account the right to write there and start again.',
    },
  },
  dialogs: {
    quitQuestion: 'Downloads are still running',
    quitDetail: 'If you quit now, nothing is lost: Pixhaul goes on where it stopped when you start it again.',
    keepDownloading: 'Keep downloading',
    quitAndGoOnLater: 'Quit and go on later',
    close: 'Close',
    listFiles: 'Lists of links',
    allFiles: 'All files',
    storeSetAside: {
      title: 'Pixhaul started with empty lists',
      sentence: 'The file in which Pixhaul kept its lists could not be read, so it was put aside: {{folder}}',
      cure: 'Your pictures are safe where they are. Keep that file if you want somebody to look at it.',
    },
    startProblem: {
      title: 'Pixhaul could not start',
      sentence: 'Something that Pixhaul needs is missing or damaged[[: {{detail}}]].',
      cure: 'Start it again; if that does not help, install it anew. Your lists and pictures stay.',
    },
  },
  notifications: {
    allSaved: '{{saved}} saved',
    someNeedYou: '{{saved}} saved · {{problems}} need you',
    stopped: 'Stopped: {{reason}}',
  },
  menu: {
    about: 'About Pixhaul',
    settings: 'Settings…',
    services: 'Services',
    hide: 'Hide Pixhaul',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Pixhaul',
    file: 'File',
    addLinks: 'Add Links…',
    openList: 'Open List…',
    closeWindow: 'Close Window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    search: 'Search',
    view: 'View',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    actualSize: 'Actual Size',
    fullScreen: 'Full Screen',
    window: 'Window',
    minimize: 'Minimize',
    zoomWindow: 'Zoom',
    bringAllToFront: 'Bring All to Front',
    help: 'Help',
  },
  findings: {
    good: 'good',
    small: 'below 1000 px',
    html: 'web page',
    'not-an-image': 'no picture',
    refused: 'refused',
    dead: 'dead',
    unknown: 'unknown',
  },
  commandLine: {
    usage: `Turns a list of image addresses into verified image files.

Usage:
  pixhaul download LIST... --out DIR [options]    fetch every picture of the lists into a folder
  pixhaul parse LIST [--json]                     show what the lines of a list are, fetching nothing
  pixhaul parse LIST --as aria2                   write the list as an input file of aria2, without passwords
  pixhaul check LIST... [--jobs N] [--per-host N] [--json]
                                                  say what is behind each link (64 kB are looked at), saving nothing

LIST is a file, or - for what comes in on standard input.

Options of download:
  --out DIR              where the pictures go; made if it is not there
  --jobs N               downloads at once, 1 to 256 (24)
  --per-host N           downloads at once from one server, 1 to 64 (8)
  --retries N            attempts for a failure that may pass, 1 to 10 (5)
  --name TEMPLATE        how files are named ({name}); what it can be made of is below
  --on-collision number|skip|overwrite|hash   when another file has the name (number)
  --check decode|signature   judge every pixel, or only the first bytes (decode)
  --no-thumbnails        make no previews
  --accept-truncated     end with status 0 although a server gives only part of a picture
  --manifest FILE        write what became of every line, one JSON object a line
  --sheet FILE           write the list's own table with file, status, size and SHA-256
  --state DIR            where the progress is kept, so that the same command goes on where it stopped
  --json                 one JSON object a line on standard output
  --language en|zh-CN    language of what is said here

Ends with 0: every line is saved or skipped. 1: some are not, or are cut off. 2: the command was not understood.
3: something on this computer is in the way (disk, folder). 130: interrupted; the same command goes on.`,
    unknownCommand:
      'There is no command {{command}}.[[ Did you mean {{nearest}}?]] pixhaul --help shows those there are.',
    unknownOption:
      'There is no option {{option}}.[[ Did you mean {{nearest}}?]] pixhaul --help shows those there are.',
    optionTwice: '{{option}} is there twice; say it once.',
    optionNeedsValue: '{{option}} needs a value after it.',
    optionNeedsNumber: '{{option}} takes a whole number from {{minimum}} to {{maximum}}, not “{{value}}”.',
    optionNeedsChoice: '{{option}} takes one of {{choices}}, not “{{value}}”.',
    listMissing: 'Which list? Name a file, or - to read standard input.',
    outMissing: 'Where to? Name a folder with --out DIR.',
    names: 'Names are made of',
    namesStay: 'Files are named as when this list was first given: {{template}} ({{collision}})',
    listNotFound: 'There is no file {{file}}.',
    listNotReadable: 'The list {{file}} could not be read[[ ({{detail}})]].',
    listHasNoLinks: 'There is no link in {{file}}.',
    outNotWritable: 'Nothing can be written to {{folder}}[[ ({{detail}})]].',
    reading: 'Reading {{file}} …',
    accepted:
      '{{fresh}} new[[ ({{known}} of them saved before)]] · {{duplicates}} duplicates · {{unusable}} unusable',
    savesTo: 'Saving to {{folder}}',
    goesOn: 'Going on where the last run stopped: {{saved}} of {{total}} saved.',
    progress:
      '{{saved}} of {{total}} saved[[ · {{problems}} not]] · {{active}} active · {{perSecond}}/s · {{bytesPerSecond}}/s',
    progressWaiting:
      '{{saved}} of {{total}} saved · {{waiting}} waiting to be tried again[[, next in {{waitMs}}]]',
    stopping: 'Stopping … (once more to stop at once)',
    stoppedWithState: 'Stopped. The same command goes on from here.',
    stoppedByProblem: 'Stopped: {{reason}} The same command goes on from here.',
    summary: 'Saved: {{saved}} · skipped: {{skipped}} · not saved: {{failed}} · canceled: {{canceled}}',
    summaryCause: '  {{count}} × {{reason}}[[ – {{host}}]]',
    summaryMore: '  … and {{count}} more causes',
    summaryTruncated: 'Cut off on the server, kept as they are: {{truncated}}',
    checkProgress: '{{checked}} of {{total}} links looked at · {{good}} good',
    checkSummary:
      'Good: {{good}} · small: {{small}} · web pages: {{html}} · no pictures: {{notImages}} · refused: {{refused}} · dead: {{dead}} · unknown: {{unknown}}',
    checkStopped: 'Stopped: {{checked}} of {{total}} links were looked at.',
    took: '{{bytes}} in {{durationMs}}',
    manifestWritten: 'What became of every line is in {{file}}',
    manifestNotWritten: 'The manifest {{file}} could not be written[[ ({{detail}})]].',
    sheetWritten: 'The sheet with its results is in {{file}}',
    sheetNotWritten: 'The sheet {{file}} could not be written[[ ({{detail}})]].',
  },
};
