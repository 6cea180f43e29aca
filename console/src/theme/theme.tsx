import {
  createContext,
  type ReactNode,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react'
import type { Mode } from './tokens.ts'

const KEPT = 'concert.theme'
const DARK = '(prefers-color-scheme: dark)'

/** What somebody may choose: the theme follows the system unless told otherwise. */
export type Choice = Mode | 'system'

interface Theme {
  readonly mode: Mode
  readonly choice: Choice
  readonly choose: (choice: Choice) => void
}

const ThemeContext = createContext<Theme>({
  mode: 'light',
  choice: 'system',
  choose: () => undefined,
})

function kept(): Choice {
  const value = localStorage.getItem(KEPT)
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** Keeps light or dark for the whole page. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(kept)
  const [isDark, setDark] = useState(() => matchMedia(DARK).matches)
  useEffect(() => {
    const query = matchMedia(DARK)
    const follow = () => setDark(query.matches)
    query.addEventListener('change', follow)
    return () => query.removeEventListener('change', follow)
  }, [])
  const mode: Mode = choice === 'system' ? (isDark ? 'dark' : 'light') : choice
  useEffect(() => {
    document.documentElement.dataset.theme = mode
  }, [mode])
  const choose = useCallback((next: Choice) => {
    localStorage.setItem(KEPT, next)
    setChoice(next)
  }, [])
  const value = useMemo(() => ({ mode, choice, choose }), [mode, choice, choose])
  return <ThemeContext value={value}>{children}</ThemeContext>
}

/** The theme that is shown and how to change it. */
export function useTheme(): Theme {
  return use(ThemeContext)
}
