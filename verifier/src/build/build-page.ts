import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { defaultClientConditions, build as viteBuild } from 'vite'
import { sharedTokens } from './shared-tokens.ts'

const PAGE = fileURLToPath(new URL('../page/', import.meta.url))

/**
 * Builds the verifier page as one HTML file: script and style stand in it, and its own policy
 * allows these two, by their digests, and nothing else, above all no connection. The script is not
 * minified, so that whoever wants to know what it does can read it.
 */
export async function buildPage(): Promise<string> {
  const output = await viteBuild({
    root: PAGE,
    configFile: false,
    plugins: [sharedTokens()],
    logLevel: 'warn',
    resolve: { conditions: ['@concert/source', ...defaultClientConditions] },
    build: {
      write: false,
      minify: false,
      cssMinify: false,
      target: 'es2024',
      assetsInlineLimit: Number.POSITIVE_INFINITY,
      modulePreload: false,
    },
  })
  if (Array.isArray(output) || !('output' in output)) throw new TypeError('vite output')
  const parts = { html: '', script: '', style: '' }
  for (const file of output.output) {
    if (file.type === 'chunk') parts.script += file.code
    else if (file.fileName.endsWith('.css')) parts.style += String(file.source)
    else if (file.fileName.endsWith('.html')) parts.html += String(file.source)
    else throw new TypeError(`a file of its own: ${file.fileName}`)
  }
  return assemble(parts)
}

/** Puts script and style into the page, in place of the references that the build wrote. */
function assemble({ html, script, style }: Record<'html' | 'script' | 'style', string>): string {
  // Nothing in a script or style may end it early.
  if (/<\/(script|style)|<!--/i.test(script + style)) throw new TypeError('script or style ends')
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(style)}'`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
  const bare = html
    .replaceAll(/\s*<script\b[^>]*><\/script>/g, '')
    .replaceAll(/\s*<link\b[^>]*>/g, '')
  if (!bare.includes('<meta charset="utf-8" />')) throw new TypeError('no head')
  return bare
    .replace('<meta charset="utf-8" />', (charset) => {
      return `${charset}\n    <meta http-equiv="content-security-policy" content="${policy}" />`
    })
    .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
    .replace('</body>', () => `  <script type="module">${script}</script>\n  </body>`)
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
