import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { noticeBuild } from './api/build.ts'
import { makeQueryClient } from './api/query.ts'
import { makeRouter } from './app/router.tsx'
import { LanguageProvider } from './i18n/language.tsx'
import { askSessionAgain } from './session/session.ts'
import { ThemeProvider, useTheme } from './theme/theme.tsx'
import { themeFor } from './theme/tokens.ts'
import './theme/tokens.css'
import './theme/base.css'
import './theme/blocks.css'
import './theme/rows.css'
import './theme/notes.css'
import './theme/marks.css'
import './theme/foreign.css'
import './theme/desk.css'
import './app/shell.css'
import './theme/narrow.css'

// A part of a screen that the node does not have any more, because the console was built anew.
window.addEventListener('vite:preloadError', () => void noticeBuild())

const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''

function Page() {
  const { mode } = useTheme()
  const [client] = useState(() => makeQueryClient(askSessionAgain))
  const [router] = useState(makeRouter)
  return (
    <ConfigProvider
      csp={{ nonce }}
      theme={themeFor(mode)}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ConfigProvider>
  )
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root')
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <ThemeProvider>
        <Page />
      </ThemeProvider>
    </LanguageProvider>
  </StrictMode>,
)
