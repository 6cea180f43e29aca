import type { Screen } from '../app/screen.ts'
import { DESK } from './desk/screen.ts'

/** Every screen that there is, in the order of the navigation. */
export const SCREENS: readonly Screen[] = [DESK]
