import { expect, test } from 'vitest'
import type { AdminClient } from '../../admin-client.ts'
import { secondPersonText, type Waiting } from './second-person.ts'

const OFFICER = { name: 'bob', roles: ['release-officer'] }
const LEGAL = { name: 'carol', roles: ['legal-officer'] }

async function told(delegates: readonly object[], ...waiting: readonly Waiting[]) {
  const get = async () => ({ ok: true, value: { delegates } })
  return await secondPersonText({ get } as unknown as AdminClient, 'en', waiting)
}

const mail: Waiting = { author: 'alice', findings: [{ rule: 'personal-data' }] }
const law: Waiting = { author: 'alice', findings: [{ rule: 'law' }] }

test('who can let it go is named; nobody who asked for it, nobody without the role', async () => {
  expect(await told([OFFICER, LEGAL], mail)).toContain('--as bob\n')
  expect(await told([OFFICER, LEGAL], law)).toContain('--as carol\n')
  expect(await told([OFFICER, LEGAL], mail, law)).toContain('--as bob, --as carol')
  expect(await told([{ ...OFFICER, name: 'alice' }], mail)).toContain('`release-officer`')
})

test('where nobody can, what to configure is', async () => {
  expect(await told([], mail)).toContain('`release.delegates` in concert.json')
  expect(await told([OFFICER], law)).toContain('`legal-officer`')
  const draft: Waiting = { author: 'alice', findings: [], otherwise: ['duty-officer'] }
  expect(await told([{ name: 'dave', roles: ['duty-officer'] }], draft)).toContain('--as dave')
  expect(await told([OFFICER], draft)).toContain('`release.delegates`')
})

test('nothing is said where nothing waits', async () => {
  expect(await told([])).toBe('')
})
