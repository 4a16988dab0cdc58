/** Why Pixhaul decides otherwise in a case of the text corpus than the program that the case comes from. */
export const REASONS = {
  // Of file names.
  'other-replacement': 'The other program was told what to write for a character; ours is always _.',
  'other-length': 'The other program was told how long a name may be; ours is 240 bytes, extension included.',
  'reserved-kept': 'A reserved name gets _ in front; the other program throws it away.',
  'visible-only': 'What is invisible vanishes instead of being replaced: it says nothing in a name.',
  'no-drive': 'A path from outside never leads to a drive: what is left of it lies below the folder.',
  'hyphen-is-fine': 'Nothing takes our files as options, so that a hyphen in front is no danger.',
  // Of Content-Disposition.
  'empty-is-none': 'An empty name is none, so that the next source has its turn.',
  'quoted-extended': 'A quoted filename* breaks the rules but is plain to read.',
  'browser-charset': 'ISO-8859-1 is read as browsers do (windows-1252), and other charsets are decoded too.',
  'loose-percent': 'A percent sign that is no escape stays what it is; the rest of the name is good.',
  'utf8-in-bytes': 'Bytes that are UTF-8 are read as UTF-8: that is what servers send.',
  'percent-in-plain': 'Servers percent-encode plain names too; decoding happens once.',
  continuations: 'RFC 2231 continuations are read, which mail programs and some servers send.',
  'encoded-words': 'RFC 2047 words are decoded, which some servers send although HTTP does not know them.',
} as const;

type Reason = keyof typeof REASONS;

/** By the start of the input, and the options that the other program was given. */
export const NAME_DEVIATIONS: Readonly<Record<string, Reason>> = {
  'c/n {"replacement":"o"}': 'other-replacement',
  'c/n {"replacement":"con"}': 'other-replacement',
  'my <file name- {"replacement":"-"}': 'other-replacement',
  'foo/bar {"replacement":"\u200d"}': 'other-replacement',
  ' . .  {"replacement":"x"}': 'other-replacement',
  '... {"replacement":"y"}': 'other-replacement',
  '   \u200b\u202e    {"replacement":"x"}': 'other-replacement',
  'very_very_very_very_very_very_very_very_ null': 'other-length',
  '👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦 {"maxLength":20}': 'other-length',
  '𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀𝐀 {"maxLength":10}': 'other-length',
  'caféabc {"maxLength":6}': 'other-length',
  'a.verylongextension {"maxLength":5}': 'other-length',
  'file.backup.old.txt {"maxLength":10}': 'other-length',
  'verylongfilename {"maxLength":8}': 'other-length',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa null': 'other-length',
  'test👨‍👩‍👧‍👦.txt {"maxLength":12}': 'visible-only',
  'COM1 null': 'reserved-kept',
  'PRN. null': 'reserved-kept',
  'aux.txt null': 'reserved-kept',
  '--gasdgf {"fn":"sanitize_filename","is_id":false}': 'hyphen-is-fine',
  'C:/abc/def {"fn":"sanitize_path"}': 'no-drive',
  '\\\\?\\UNC\\ComputerName\\abc {"fn":"sanitize_path"}': 'no-drive',
  '\\\\?\\C:\\abc {"fn":"sanitize_path"}': 'no-drive',
  '\\\\?\\C:/abc {"fn":"sanitize_path"}': 'no-drive',
  '\\\\?\\C:\\ab?c\\de:f {"fn":"sanitize_path"}': 'no-drive',
  'C:\\abc:%(title)s.%(ext)s {"fn":"sanitize_path"}': 'no-drive',
};

/** By header. */
export const DISPOSITION_DEVIATIONS: Readonly<Record<string, Reason>> = {
  'attachment; filename=': 'empty-is-none',
  'attachment; filename*="UTF-8\'\'%E2%82%AC%20rates.pdf"': 'quoted-extended',
  "attachment; filename*=ISO-8859-1''%82%20rates.pdf": 'browser-charset',
  "attachment; filename*=ISO-8859-1''%A3%2rates.pdf": 'loose-percent',
  'attachment; filename="EURO rates.pdf"; filename*=ISO-8859-2\'\'%A4%20rates.pdf': 'browser-charset',
  'attachment; filename="foo-Ã¤.html"': 'utf8-in-bytes',
  'attachment; filename="foo-%\\41.html"': 'percent-in-plain',
  'attachment; filename="ä-%41.html"': 'percent-in-plain',
  "attachment; filename*=iso-8859-1''foo-%c3%a4-%e2%82%ac.html": 'browser-charset',
  "attachment; filename*=UTF-8''foo%": 'loose-percent',
  'attachment; filename*0="foo"; filename*1="\\b\\a\\r.html"': 'continuations',
  'attachment; filename*0*=UTF-8\'\'foo-%c3%a4; filename*1=".html"': 'continuations',
  'attachment; filename*0="foo"; filename*01="bar"': 'continuations',
  'attachment; filename*0="foo"; filename*2="bar"': 'continuations',
  'attachment; filename*1="bar"; filename*0="foo"': 'continuations',
  'attachment; filename="=?ISO-8859-1?Q?foo-=E4.html?="': 'encoded-words',
  'form-data; name="foo%20bar"; filename="foo%41bar.txt"': 'percent-in-plain',
};
