// Letters that people read as Latin ones (Unicode TS 39, confusables): Cyrillic, Greek, and a few more.
const PAIRS =
  'аaеeоoрpсcуyхxіiјjѕsԁdһhԛqԝwкkмmтtвbнhӏlАAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSαaοoνvρpιiκkυuτtεeηnΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXɑaɡgıi'
const LATIN: ReadonlyMap<string, string> = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, at) => [
    PAIRS[2 * at] ?? '',
    PAIRS[2 * at + 1] ?? '',
  ]),
)
const CONFUSABLE = new RegExp(`[${[...LATIN.keys()].join('')}]`, 'g')

// Format characters, fillers, variants and tags are not seen; marks stand on what they are not.
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}]/gu
// Hyphens and dashes that people read as one.
const DASHES = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g
const STOPS = /[。｡·‧∙•]/g
const DIGITS = /[^\P{Nd}0-9]/gu
const CHINESE_NUMBER = /[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺]{7,}/g
const CHINESE_DIGITS = '〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺'
const THEIR_VALUES = '001234567891234567891'

/**
 * A text as people read it: what is not seen is gone, forms of one character are one (NFKC), and
 * letters and digits of other scripts that look or count like Latin ones are those.
 */
export function plainly(text: string): string {
  return text
    .normalize('NFKD')
    .replace(UNSEEN, '')
    .normalize('NFKC')
    .replace(DASHES, '-')
    .replace(STOPS, '.')
    .replace(DIGITS, digitOf)
    .replace(CHINESE_NUMBER, (run) => [...run].map(chineseDigit).join(''))
    .replace(CONFUSABLE, (letter) => LATIN.get(letter) ?? letter)
}

const IS_DIGIT = /\p{Nd}/u

/** Decimal digits of a script stand in a row from zero to nine (Unicode, §4.6). */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && IS_DIGIT.test(String.fromCodePoint(zero - 1))) zero--
  return String(code - zero)
}

function chineseDigit(digit: string): string {
  return THEIR_VALUES[CHINESE_DIGITS.indexOf(digit)] ?? digit
}
