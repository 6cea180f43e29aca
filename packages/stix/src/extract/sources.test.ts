import { hash } from 'node:crypto'
import { utf8 } from '@concert/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMAIL_FAULTS, type Extraction } from './finding.ts'
import { extractFromCsv, extractFromEmail, extractFromHtml, extractFromPdfText } from './sources.ts'

const values = ({ findings }: Extraction) => findings.map(({ value }) => value)
const isJoined = ({ findings }: Extraction) =>
  findings.map(({ warnings }) => warnings.some(({ code }) => code === 'joined-lines'))

describe('extractFromHtml', () => {
  it('reads what a reader sees, and addresses in attributes', () => {
    const html =
      '<p>evil<b>.</b>cn &amp; 1&#46;2.3.4<br>x</p><a href="http://a.cn/?p=1&amp;q=2">b.cn</a>' +
      '<script>var x = "c.cn"</script><img src=http://d.cn/i.png><div>e.</div><div>cn</div>'
    const found = extractFromHtml(html)
    expect(values(found)).toEqual([
      'evil.cn',
      '1.2.3.4',
      'http://a.cn/?p=1&q=2',
      'b.cn',
      'http://d.cn/i.png',
    ])
    expect(found.findings.map(({ raw }) => raw)).toEqual([
      'evil<b>.</b>cn',
      '1&#46;2.3.4',
      expect.stringContaining('http://a.cn/?p=1&amp;q=2'),
      'b.cn',
      'http://d.cn/i.png',
    ])
  })

  it('survives any text', () => {
    const piece = fc.constantFrom(
      '<a ',
      'href=',
      '"',
      '>',
      '<script>',
      '</',
      '&#46;',
      'a.cn',
      ' ',
      '<!--',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 }))), (parts) => {
        const html = parts.join('')
        for (const { raw, offset, end } of extractFromHtml(html).findings) {
          expect(html.slice(offset, end)).toBe(raw)
        }
      }),
    )
  })
})

describe('extractFromPdfText', () => {
  const digest = hash('sha256', 'x')

  it.each([
    [`${digest.slice(0, 30)}\n${digest.slice(30)}`, [digest]],
    [`${digest.slice(0, 20)}\n${digest.slice(20, 44)}\n${digest.slice(44)}`, [digest]],
    [`${digest.slice(0, 50)}  \n 12 \n\f${digest.slice(50)}`, [digest]],
    [`${digest.slice(0, 50)}\n第 3 页 共 9 页\f${digest.slice(50)}`, [digest]],
    ['hxxp://evil[.]cn/a/\nb/c.php', ['http://evil.cn/a/b/c.php']],
    ['http://evil.cn/a\n?b=1', ['http://evil.cn/a?b=1']],
    ['my-\nevil.cn', ['my-evil.cn']],
    ['evil[.]\ncn', ['evil.cn']],
    ['www.evil\n.cn', ['www.evil.cn']],
    ['ev\u00adil.cn', ['evil.cn']],
  ])('puts together what was torn: %j', (text, expected) => {
    const found = extractFromPdfText(`Seen: ${text}\nend`)
    expect(values(found)).toEqual(expected)
    expect(isJoined(found)).toEqual([text.includes('\n') || text.includes('\f')])
  })

  it.each([
    [`${digest}\n${digest}`, [digest, digest]],
    [`${hash('md5', 'a')}\n${hash('md5', 'b')}`, [hash('md5', 'a'), hash('md5', 'b')]],
    ['vulner-\nability', []],
    ['see evil.cn.\nin the end', ['evil.cn']],
    ['http://evil.cn/a\nNext', ['http://evil.cn/a']],
    ['evil.cn\nother.cn', ['evil.cn', 'other.cn']],
    ['deadbeef\ncafe.cn', ['cafe.cn']],
  ])('leaves apart what is apart: %j', (text, expected) => {
    const found = extractFromPdfText(text)
    expect(values(found)).toEqual(expected)
    expect(isJoined(found)).not.toContain(true)
  })
})

describe('extractFromCsv', () => {
  it('names the column and the place of each finding (RFC 4180)', () => {
    const csv = 'host,"seen ""by""",note\r\nevil.cn,1.2.3.4,"a\nb.cn, c"\r\n"d.cn"\r\n'
    const { findings } = extractFromCsv(csv)
    expect(findings.map(({ value, part, line, column }) => [value, part, line, column])).toEqual([
      ['evil.cn', 'host', 2, 1],
      ['1.2.3.4', 'seen "by"', 2, 9],
      ['b.cn', 'note', 3, 1],
      ['d.cn', 'host', 4, 2],
    ])
  })

  it('takes other delimiters, and cells without a name', () => {
    expect(extractFromCsv('a;;c\n1.2.3.4;evil.cn;x').findings.map(({ part }) => part)).toEqual([
      'a',
      'column 2',
    ])
    expect(values(extractFromCsv('1.2.3.4\tevil.cn'))).toEqual(['1.2.3.4', 'evil.cn'])
    expect(values(extractFromCsv('"never closed, evil.cn\n1.2.3.4'))).toEqual([
      'evil.cn',
      '1.2.3.4',
    ])
  })

  it('reads back any table that is written by the rules', () => {
    const cell = fc.array(fc.constantFrom('x', '"', ',', '\n', 'é', ' '), { maxLength: 5 })
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (rows) => {
          const numbered = rows.map((row, y) =>
            row
              .map((each, x) => `"${each.join('').replaceAll('"', '""')} 10.0.${y}.${x} "`)
              .join(','),
          )
          const expected = rows.flatMap((row, y) => row.map((_, x) => `10.0.${y}.${x}`))
          expect(values(extractFromCsv(numbered.join('\r\n')))).toEqual(expected)
        },
      ),
    )
  })
})

describe('extractFromEmail', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const message = [
    'Received: from mail.evil.cn ([1.2.3.4]) by mx.example.net; Mon, 23 Nov 2026 08:00:00 +0000',
    'From: =?utf-8?B?5byg5LiJ?= <bad@evil.cn>',
    `Subject: =?utf-8?B?${base64('请访问 evil[.]top 查看')}?=`,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: multipart/alternative; boundary=c',
    '',
    '--c',
    'Content-Type: text/plain; charset=gbk',
    'Content-Transfer-Encoding: base64',
    '',
    // 访问 text.cn, in GBK.
    Buffer.from([0xb7, 0xc3, 0xce, 0xca, ...Buffer.from(' text.cn')]).toString('base64'),
    '--c',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    '<a href=3D"http://html.cn/=',
    'a">x</a>',
    '--c--',
    '--b',
    'Content-Type: text/csv',
    'Content-Disposition: attachment; filename="invoice.exe"',
    'Content-Transfer-Encoding: base64',
    '',
    base64('attached.cn'),
    '--b--',
  ].join('\r\n')

  it('reads headers, text, HTML and attachments as they were meant', async () => {
    const read = await extractFromEmail(utf8(message))
    if (!read.ok) throw new Error(read.code)
    expect(read.value.findings.map(({ value, part }) => [value, part])).toEqual([
      ['mail.evil.cn', 'header received'],
      ['1.2.3.4', 'header received'],
      ['mx.example.net', 'header received'],
      ['bad@evil.cn', 'header from'],
      ['evil.top', 'header subject'],
      ['text.cn', 'text'],
      ['http://html.cn/a', 'html'],
      ['invoice.exe', 'attachment 1 name'],
      ['attached.cn', 'attachment 1'],
    ])
  })

  it('refuses what is too large or too deep, and takes any other bytes for a message', async () => {
    expect(await extractFromEmail(new Uint8Array(33_554_433))).toEqual({
      ok: false,
      code: 'email-size',
    })
    const deep = Array.from(
      { length: 60 },
      (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    )
    expect(await extractFromEmail(utf8(deep.join('')))).toEqual({
      ok: false,
      code: 'email-structure',
    })
    for (const { en, zh } of Object.values(EMAIL_FAULTS)) expect(en && zh).toBeTruthy()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect((await extractFromEmail(bytes)).ok).toBe(true)
      }),
    )
  })

  it('stops at the bound of findings', async () => {
    const read = await extractFromEmail(utf8(message), { maxFindings: 3 })
    expect(read).toMatchObject({ ok: true, value: { truncated: true } })
    expect(read.ok && read.value.findings).toHaveLength(3)
  })
})
