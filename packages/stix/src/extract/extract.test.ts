import { hash } from 'node:crypto'
import fc from 'fast-check'
import { parse } from 'tldts'
import { describe, expect, it } from 'vitest'
import { extractFromText, uniqueFindings } from './extract.ts'
import { type ExtractOptions, type Finding, WARNINGS } from './finding.ts'
import { isWellKnown, WELL_KNOWN_DOMAINS } from './well-known.ts'

const find = (text: string, options?: ExtractOptions) => extractFromText(text, options).findings
const told = (text: string, options?: ExtractOptions) =>
  find(text, options).map(({ kind, value }) => `${kind} ${value}`)
const codes = ({ warnings }: Finding) => warnings.map(({ code }) => code)
const sha256 = (data: Uint8Array) => hash('sha256', data, 'buffer')

describe('what is found in plain text', () => {
  it.each([
    ['198.51.100.3', 'ipv4-addr 198.51.100.3'],
    ['10.0.0.0/8,', 'ipv4-addr 10.0.0.0/8'],
    ['1.2.3.4/32', 'ipv4-addr 1.2.3.4'],
    ['1.2.3.4:443', 'ipv4-addr 1.2.3.4'],
    ['(2001:DB8:0:0::1)', 'ipv6-addr 2001:db8::1'],
    ['2001:db8::/32 and', 'ipv6-addr 2001:db8::/32'],
    ['Evil.Example.NET.', 'domain-name evil.example.net'],
    ['münchen.de', 'domain-name xn--mnchen-3ya.de'],
    ['почта.рф', 'domain-name xn--80a1acny.xn--p1ai'],
    ['sub_domain.evil.co.uk', 'domain-name sub_domain.evil.co.uk'],
    ['http://evil.cn/a?b=c#d.', 'url http://evil.cn/a?b=c#d'],
    ['<https://evil.cn/(x)>', 'url https://evil.cn/(x)'],
    ['(see http://evil.cn/x).', 'url http://evil.cn/x'],
    ['ftp://evil.cn:2121/x', 'url ftp://evil.cn:2121/x'],
    ['http://[2001:db8::1]:8080/', 'url http://[2001:db8::1]:8080/'],
    ['a.b+c@mail.evil.co.uk', 'email-addr a.b+c@mail.evil.co.uk'],
    ['44D88612FEA8A8F36DE82E1278ABB02F', 'file-hash 44d88612fea8a8f36de82e1278abb02f'],
    ['D2-FB-49-24-37-18', 'mac-addr d2:fb:49:24:37:18'],
    ['d2fb.4924.3718', 'mac-addr d2:fb:49:24:37:18'],
    ['AS15169', 'autonomous-system 15169'],
    ['AS 4134', 'autonomous-system 4134'],
    ['cve-2021-44228', 'vulnerability CVE-2021-44228'],
    ['setup.exe', 'file-name setup.exe'],
    ['C:\\Program Files (x86)\\A B\\e.exe ran', 'file-path C:\\Program Files (x86)\\A B\\e.exe'],
    ['C:\\用户\\桌面\\文件.docx', 'file-path C:\\用户\\桌面\\文件.docx'],
    ['%APPDATA%\\x\\y.dll', 'file-path %APPDATA%\\x\\y.dll'],
    ['\\\\server\\share\\x.ps1', 'file-path \\\\server\\share\\x.ps1'],
    ['/usr/local/bin/x.', 'file-path /usr/local/bin/x'],
    [
      'HKLM\\Software\\Microsoft\\Windows NT\\CurrentVersion',
      'windows-registry-key HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion',
    ],
    [
      'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
      'bitcoin-address bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    ],
  ])('%s', (text, expected) => {
    expect(told(`Seen: ${text}`)).toEqual([expected])
    expect(told(text)).toEqual([expected])
  })

  it('tells hashes apart by their length', () => {
    const algorithms = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].map((name) => {
      const [finding] = find(`x ${hash(name, 'x')} y`)
      return finding?.algorithm
    })
    expect(algorithms).toEqual(['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'])
  })

  it.each([
    '12:34:56',
    'std::string a::b',
    'e.g. i.e. etc.',
    '256.1.1.1',
    '1.2.3',
    '1.2.3.4.5',
    '01.02.03.04',
    'foo.notatld',
    'AS0 ASP AS99999999999',
    '0'.repeat(32),
    '1'.repeat(40),
    'x@y',
    'http://',
    'http://localhostname/x',
    'CVE-21-1',
    '10/11/2026 and/or',
    '1BoatSLRHtKNngkdXEeobR76b53LETtpyU',
    'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx',
  ])('%s is nothing', (text) => {
    expect(told(text, { sha256 })).toEqual([])
  })

  it('takes both ends of a range, and nothing twice', () => {
    expect(told('1.2.3.4-1.2.3.9')).toEqual(['ipv4-addr 1.2.3.4', 'ipv4-addr 1.2.3.9'])
    expect(told('http://evil.cn/a@b.cn/1.2.3.4/x.exe')).toHaveLength(1)
    expect(told("'http://evil.cn/a','http://evil.cn/b'")).toHaveLength(2)
    expect(told('http://evil.cn/a,http://evil.cn/b;hxxp://evil.cn/c')).toHaveLength(3)
    expect(uniqueFindings(find('1.2.3.4 1[.]2.3.4 1.2.3.5'))).toHaveLength(2)
  })

  it('checks Bitcoin addresses when it can', () => {
    const genesis = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'
    expect(codes(find(genesis)[0]!)).toEqual(['unchecked'])
    expect(codes(find(genesis, { sha256 })[0]!)).toEqual([])
    expect(find('1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', { sha256 })).toEqual([])
    // BIP 350: version 1 and later want Bech32m.
    const taproot = 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0'
    expect(told(taproot)).toEqual([`bitcoin-address ${taproot}`])
  })
})

describe('what was made harmless to click', () => {
  it.each([
    ['evil[.]cn', 'domain-name evil.cn'],
    ['evil(.)cn', 'domain-name evil.cn'],
    ['evil{.}cn', 'domain-name evil.cn'],
    ['evil[dot]cn', 'domain-name evil.cn'],
    ['evil (dot) cn', undefined],
    ['evil(DOT)cn', 'domain-name evil.cn'],
    ['evil[ . ]cn', 'domain-name evil.cn'],
    ['evil[.cn', 'domain-name evil.cn'],
    ['evil.]cn', 'domain-name evil.cn'],
    ['evil【.】cn', 'domain-name evil.cn'],
    ['evil［。］cn', 'domain-name evil.cn'],
    ['evil（点）cn', 'domain-name evil.cn'],
    ['evil。cn', 'domain-name evil.cn'],
    ['ｅｖｉｌ．ｃｎ', 'domain-name evil.cn'],
    ['1[.]2[.]3[.]4', 'ipv4-addr 1.2.3.4'],
    ['hxxp://evil[.]cn/a[.]php', 'url http://evil.cn/a.php'],
    ['hXXps[:]//evil[.]cn', 'url https://evil.cn/'],
    ['hxxps[://]evil[.]cn', 'url https://evil.cn/'],
    ['http:[//]evil.cn', 'url http://evil.cn/'],
    ['h**p://evil.cn/', 'url http://evil.cn/'],
    ['meow://evil.cn/', 'url http://evil.cn/'],
    ['fxp://evil.cn/', 'url ftp://evil.cn/'],
    ['ｈｔｔｐ：／／ｅｖｉｌ．ｃｎ／ａ', 'url http://evil.cn/a'],
    ['bad[at]evil[.]cn', 'email-addr bad@evil.cn'],
    ['bad(@)evil.cn', 'email-addr bad@evil.cn'],
    ['bad{at}evil[dot]cn', 'email-addr bad@evil.cn'],
  ])('%s', (text, expected) => {
    const findings = find(`见 ${text} 等`)
    expect(findings.map(({ kind, value }) => `${kind} ${value}`)).toEqual(
      expected ? [expected] : [],
    )
    if (expected) expect(findings[0]).toMatchObject({ defanged: true, raw: text })
  })

  it('is told apart from what was hidden from software', () => {
    expect(find('ev\u200bil.\u00adcn')).toMatchObject([
      { value: 'evil.cn', defanged: false, raw: 'ev\u200bil.\u00adcn' },
    ])
  })

  it('leaves brackets and full stops alone that are just that', () => {
    expect(told('(see evil.cn) [1]. Next. 参见evil.cn。然后[2]')).toHaveLength(2)
  })
})

describe('Chinese text, which sets no spaces', () => {
  it.each([
    ['访问evil.cn立即下载', 'domain-name evil.cn'],
    ['地址为1.2.3.4的主机', 'ipv4-addr 1.2.3.4'],
    ['打开http://evil.cn/a后跳转', 'url http://evil.cn/a'],
    ['打开http://evil.cn后跳转', 'url http://evil.cn/'],
    ['打开http://evil.cn:8080后跳转', 'url http://evil.cn:8080/'],
    ['打开http://1.2.3.4后跳转', 'url http://1.2.3.4/'],
    ['打开http://例子.中国网站', 'url http://xn--fsqu00a.xn--fiqs8s/'],
    ['邮箱bad@evil.cn已失陷', 'email-addr bad@evil.cn'],
    ['漏洞CVE-2021-44228影响', 'vulnerability CVE-2021-44228'],
    ['样本44d88612fea8a8f36de82e1278abb02f的', 'file-hash 44d88612fea8a8f36de82e1278abb02f'],
    ['（evil.cn）', 'domain-name evil.cn'],
    ['释放setup.exe文件', 'file-name setup.exe'],
  ])('%s', (text, expected) => {
    expect(told(text)).toEqual([expected])
  })

  it('ends a Chinese name with the longest suffix there is, and says that it may begin later', () => {
    expect(find('访问 例子.公司.cn。')).toMatchObject([{ value: 'xn--fsqu00a.xn--55qx5d.cn' }])
    const [finding] = find('请访问例子.中国网站')
    expect(finding).toMatchObject({ raw: '请访问例子.中国' })
    expect(codes(finding!)).toEqual(['unclear-start'])
  })
})

describe('warnings', () => {
  it.each([
    ['192.168.1.1', 'private-address'],
    ['100.64.0.1', 'private-address'],
    ['127.0.0.1', 'private-address'],
    ['fe80::1', 'private-address'],
    ['fd00::1', 'private-address'],
    ['::ffff:10.0.0.1', 'private-address'],
    ['http://192.168.1.1/', 'private-address'],
    ['printer.local', 'private-address'],
    ['203.0.113.9', 'documentation'],
    ['2001:db8::9', 'documentation'],
    ['a.example.com', 'documentation'],
    ['http://a.example.com/', 'documentation'],
    ['255.255.255.255', 'reserved-address'],
    ['224.0.0.1', 'reserved-address'],
    ['ff02::1', 'reserved-address'],
    ['8.8.8.8', 'well-known'],
    ['mail.google.com', 'well-known'],
    ['https://www.baidu.com/s', 'well-known'],
    ['a@qq.com', 'well-known'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'well-known'],
    ['co.uk', 'public-suffix'],
    ['github.io', 'public-suffix'],
    ['run.sh', 'file-or-domain'],
    ['that.It', 'sentence-end'],
    ['version 1.2.3.4', 'version-number'],
  ])('%s: %s', (text, code) => {
    expect(codes(find(text)[0]!)).toContain(code)
  })

  it('name services by the domains that their owners registered, and all below', () => {
    for (const domain of WELL_KNOWN_DOMAINS) {
      expect(parse(`www.a.${domain}`).domain).toBe(domain)
      expect(isWellKnown('domain-name', `www.a.${domain}`)).toBe(true)
      expect(isWellKnown('domain-name', domain.slice(domain.indexOf('.') + 1))).toBe(false)
      expect(isWellKnown('url', `https://not${domain}/`)).toBe(false)
    }
  })

  it('are not given without need', () => {
    for (const text of ['172.32.0.1', '2606:4700::1', 'evil.cn', 'run[.]sh', 'notgoogle.com']) {
      expect(find(text).map(codes)).toEqual([[]])
    }
  })

  it('take lists of others in', () => {
    const list = { name: 'ours', covers: (_: string, value: string) => value.endsWith('.cn') }
    const [finding] = find('evil.cn', { warninglists: [list] })
    expect(finding?.warnings).toEqual([{ code: 'listed', list: 'ours' }])
  })

  it('have a sentence in both languages', () => {
    for (const { en, zh } of Object.values(WARNINGS)) {
      expect(en).toMatch(/\.$/)
      expect(zh).toMatch(/。$/)
    }
  })
})

describe('places', () => {
  it('count lines and columns as editors do', () => {
    const findings = find('a\r\n  1[.]2.3.4\n\n例 evil.cn')
    expect(findings).toMatchObject([
      { offset: 5, end: 14, line: 2, column: 3, raw: '1[.]2.3.4' },
      { offset: 18, end: 25, line: 4, column: 3, raw: 'evil.cn' },
    ])
  })

  it('are where the raw text stands, for any text and any way to write it', () => {
    const wrap = fc.constantFrom('.', '[.]', '(dot)', '【.】', '．', '\u200b.')
    const filler = fc.stringMatching(/^[ \n，。、(（x]{0,6}$/)
    fc.assert(
      fc.property(fc.array(fc.tuple(filler, wrap), { minLength: 1, maxLength: 6 }), (parts) => {
        const text = parts.map(([gap, dot], at) => `${gap} host${at}${dot}cn `).join('')
        const findings = find(text)
        expect(findings.map(({ value }) => value)).toEqual(parts.map((_, at) => `host${at}.cn`))
        for (const { raw, offset, end } of findings) expect(text.slice(offset, end)).toBe(raw)
      }),
    )
  })
})

describe('bounds', () => {
  it('survive any text, and every finding is in it', () => {
    const piece = fc.constantFrom(
      ...[
        'http://',
        'hxxp',
        '[.]',
        '.',
        '@',
        ':',
        '::',
        '/',
        '\\',
        'C:\\',
        '[',
        ']',
        '(dot)',
        '。',
      ],
      ...[
        'evil',
        'cn',
        '例',
        '中国',
        '1.2.3.4',
        '\n',
        ' ',
        'a',
        'f',
        '\u200b',
        '%',
        'HKLM\\',
        '-',
        '"',
      ],
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 60 }),
        (parts) => {
          const text = parts.join('')
          for (const { raw, offset, end } of find(text)) {
            expect(raw).not.toBe('')
            expect(text.slice(offset, end)).toBe(raw)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('stop the reading and say so', () => {
    const text = Array.from({ length: 50 }, (_, n) => `1.2.3.${n}`).join(' ')
    expect(extractFromText(text, { maxFindings: 10 })).toMatchObject({ truncated: true })
    expect(find(text, { maxFindings: 10 })).toHaveLength(10)
    expect(extractFromText(text, { maxLength: 20 })).toMatchObject({ truncated: true })
    expect(extractFromText(text).truncated).toBe(false)
    expect(told(`${text} evil.cn`, { kinds: new Set(['domain-name']) })).toEqual([
      'domain-name evil.cn',
    ])
  })
})
