// Extensions of files that reports name, from the file types that analysis services accept.
const EXTENSIONS =
  '7z a3x apk appx aspx? bat bin cab cfg chm class conf cpl cpp crx csv dat db deb dex dmg docm docx? dll dmp dotm elf eml exe gif hta html? ico inf ini ipa iso jar jpe?g js json jse jspx? ko lnk log lzh mht msc msg msi msix msp odt ocx one pdf php[0-9]? pif png ppam pptm pptx? ps1 psd1 psm1 rar reg rtf scf scr settingcontent-ms slk sqlite svg swf sys tar tgz tmp txt udf url vbe vbs vhdx? war wsf wsh xap xhtml xlam xll xls[bmx]? xlsm xml xz ya?ml yara'
// Extensions that are top-level domains, too.
const AMBIGUOUS = 'ai app bz cab cc com gz md mov pl ps py rs sh so zip'

const FILE = new RegExp(`\\.(?:${EXTENSIONS.replaceAll(' ', '|')})$`, 'i')
const EITHER = new RegExp(`\\.(?:${AMBIGUOUS.replaceAll(' ', '|')})$`, 'i')
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u
const MANY_LABELS = 3

/**
 * Whether a word with a dot is the name of a file (`file`), could be one as well as a domain
 * (`either`), or is none. `.com`, and what has three labels or more before an ambiguous extension,
 * is taken for a domain.
 */
export function fileNameKind(word: string): 'file' | 'either' | undefined {
  if (!NAME.test(word)) return undefined
  if (EITHER.test(word)) {
    if (/\.com$/i.test(word) || word.split('.').length >= MANY_LABELS) return undefined
    return 'either'
  }
  return FILE.test(word) ? 'file' : undefined
}
