/** A report as analysts write them, English and Chinese in turn, with defanged indicators. */
const REPORT =
  'The actor used hxxps://evil[.]example[.]org/path/a.php?x=1 and 203.0.113.7, then dropped ' +
  'setup.exe with hash 44d88612fea8a8f36de82e1278abb02f. Nothing else was observed on that host ' +
  'during the week, and the operators did not return. 攻击者使用域名 evil[.]com 以及 203.0.113.8 ' +
  '下载恶意样本，随后横向移动至多台内网主机。访问phish.cn后跳转至仿冒网站，受害者输入的口令被转发。\n'

/** Pieces that, repeated, look like the start of something at every place. */
const HOSTILE: Readonly<Record<string, string>> = {
  letters: 'a',
  labels: 'a.',
  chineseLabels: '字.',
  brackets: '[',
  halfBrackets: 'a[.',
  ats: 'a@',
  chineseAts: '@a字',
  schemes: 'http://a',
  openUrls: 'http://[/',
  bracketUrls: 'http://a.b/(((',
  drives: 'C:\\a',
  shares: '\\\\a\\',
  hives: 'HKLM\\',
  roots: '/usr',
  hex: 'abcdef0123456789',
  colons: 'a:',
  invisible: '\u200b',
  spaces: ' ',
  fullStops: 'a。',
}

/** So many units of a report. */
export function reportText(length: number): string {
  return repeated(REPORT, length)
}

/** Texts of so many units that are made to be slow, by name. */
export function hostileTexts(length: number): ReadonlyMap<string, string> {
  return new Map(Object.entries(HOSTILE).map(([name, piece]) => [name, repeated(piece, length)]))
}

function repeated(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
}
