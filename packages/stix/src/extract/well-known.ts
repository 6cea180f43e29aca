import type { FindingKind } from './finding.ts'

// Chosen by us, each from its owner's own documentation: services that so many depend on that an
// indicator for the whole of one is nearly always a mistake. Names are those under which the owner
// registered (a test holds them to the list of public suffixes, which takes 8 MB and is not needed here).
// Larger lists come as warning lists.
export const WELL_KNOWN_DOMAINS: ReadonlySet<string> = new Set(
  (
    'adobe.com akamai.net alibaba.com aliyun.com alipay.com amazon.com amazonaws.com android.com apple.com ' +
    'baidu.com bing.com cert.org cloudflare.com cncert.org.cn cisa.gov cnvd.org.cn debian.org digicert.com ' +
    'facebook.com first.org firefox.com github.com githubusercontent.com gitlab.com gmail.com google.com ' +
    'googleapis.com gstatic.com huawei.com icann.org iana.org ietf.org icloud.com instagram.com jd.com ' +
    'letsencrypt.org lencr.org linkedin.com live.com microsoft.com microsoftonline.com mitre.org ' +
    'mozilla.org netflix.com nist.gov npmjs.org npmjs.com ntp.org oasis-open.org office.com office365.com ' +
    'openssl.org oracle.com outlook.com paypal.com pypi.org python.org qq.com redhat.com sina.com.cn ' +
    'sohu.com taobao.com tencent.com twitter.com ubuntu.com verisign.com virustotal.com w3.org wechat.com ' +
    'weibo.com whatsapp.com wikipedia.org windows.com windowsupdate.com x.com yahoo.com youtube.com 163.com'
  ).split(' '),
)

// Public DNS resolvers, as their operators publish them.
const ADDRESSES: ReadonlySet<string> = new Set([
  '1.0.0.1',
  '1.1.1.1',
  '8.8.4.4',
  '8.8.8.8',
  '9.9.9.9',
  '114.114.114.114',
  '114.114.115.115',
  '119.29.29.29',
  '149.112.112.112',
  '180.76.76.76',
  '208.67.220.220',
  '208.67.222.222',
  '223.5.5.5',
  '223.6.6.6',
  '2001:4860:4860::8844',
  '2001:4860:4860::8888',
  '2400:3200::1',
  '2606:4700:4700::1001',
  '2606:4700:4700::1111',
  '2620:fe::fe',
])

// Hashes of no bytes at all: what a failed download leaves.
const HASHES: ReadonlySet<string> = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b',
  'cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e',
])

/** Whether a finding belongs to a service that everybody knows, by the small built-in list. */
export function isWellKnown(kind: FindingKind, value: string): boolean {
  switch (kind) {
    case 'domain-name':
      return isUnderKnownDomain(value)
    case 'email-addr':
      return isUnderKnownDomain(value.slice(value.lastIndexOf('@') + 1))
    case 'url':
      return isWellKnownHost(URL.parse(value)?.hostname ?? '')
    case 'ipv4-addr':
    case 'ipv6-addr':
      return ADDRESSES.has(value)
    case 'file-hash':
      return HASHES.has(value)
    default:
      return false
  }
}

function isWellKnownHost(host: string): boolean {
  return ADDRESSES.has(host.replace(/^\[|\]$/g, '')) || isUnderKnownDomain(host)
}

/** Whether a name or one of those above it is on the list. */
function isUnderKnownDomain(name: string): boolean {
  for (let at = 0; ; ) {
    if (WELL_KNOWN_DOMAINS.has(name.slice(at))) return true
    at = name.indexOf('.', at) + 1
    if (at === 0) return false
  }
}
