import { Parser } from 'htmlparser2'
import { type MappedText, TextBuilder, verbatim } from './mapped-text.ts'

// Attributes that hold addresses (HTML, index of attributes), and the one a meta refresh stands in.
const ADDRESSES: ReadonlySet<string> = new Set([
  'action',
  'background',
  'cite',
  'content',
  'data',
  'formaction',
  'href',
  'poster',
  'src',
  'srcset',
])

// Elements that run on within a line; every other one ends it.
const INLINE: ReadonlySet<string> = new Set(
  'a abbr b bdi bdo big cite code del dfn em font i ins kbd mark q s samp small span strike strong sub sup tt u var wbr'.split(
    ' ',
  ),
)
const NOT_READ: ReadonlySet<string> = new Set(['script', 'style', 'template'])

/**
 * The text of a web page as its reader sees it, so that `evil<b>.</b>com` is one name, and the
 * addresses in its attributes, each on a line of its own. Scripts and styles are left out.
 *
 * @param html - attacker-controlled; any text is some HTML
 */
export function readHtml(html: string): MappedText {
  const builder = new TextBuilder(html)
  let skipping = 0
  const parser = new Parser({
    ontext(data) {
      if (skipping === 0) add(builder, html, parser.startIndex, parser.endIndex + 1, data)
    },
    onattribute(name, value) {
      if (!ADDRESSES.has(name)) return
      const [from, to] = [parser.startIndex, parser.endIndex + 1]
      builder.replace(from, from, '\n')
      const at = html.slice(from, to).lastIndexOf(value)
      if (at >= 0 && value !== '') builder.copy(from + at, from + at + value.length)
      else builder.replace(from, to, value)
      builder.replace(to, to, '\n')
    },
    onopentagname(name) {
      if (NOT_READ.has(name)) skipping++
      breakLine(builder, name, parser.startIndex)
    },
    onclosetag(name) {
      if (NOT_READ.has(name) && skipping > 0) skipping--
      breakLine(builder, name, parser.startIndex)
    },
  })
  parser.end(html)
  return builder.build(verbatim(html))
}

/** Copies text as it stands; a character reference is what it stands for. */
function add(builder: TextBuilder, html: string, from: number, to: number, data: string): void {
  if (html.startsWith(data, from) && to - from === data.length) builder.copy(from, to)
  else builder.replace(from, to, data)
}

function breakLine(builder: TextBuilder, name: string, at: number): void {
  if (!INLINE.has(name)) builder.replace(at, at, '\n')
}
