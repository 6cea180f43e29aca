import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { accepted, Desks, phishing, REQUEST_TERMS } from '../testing/desks.ts'
import { waitFor } from '../testing/pair.ts'
import { startWitness } from '../trust/witness-process.ts'

it('a node that stays silent gains no time: the tender of a mailbox starts its clock', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'concert-tender-'))
  const witness = await startWitness({
    dataDir: folder,
    listen: { host: '127.0.0.1', port: 0 },
    name: 'cairn.example',
    logs: [],
    crypto: createNodeCrypto(),
    mailbox: { nodes: [] },
  })
  const mailboxes = witness.mailbox ? [witness.mailbox] : []
  const desks = await Desks.open({}, REQUEST_TERMS, { mailboxes })
  try {
    const served = [desks.node('a'), desks.node('b')]
    await writeFile(join(folder, 'nodes.txt'), served.map((node) => `${node}\n`).join(''))
    const use = { mailbox: { silentMs: 0, pollMs: 3_600_000 } }
    for (const side of ['a', 'b'] as const) await desks.pair.restart(side, use)
    // Each shows the mailbox who it is; then one of them falls silent.
    await desks.pair.b.parts.mail.round()
    const peer = desks.node('b')
    await desks.pair.stop('b')
    const { drafts } = desks.desk('a')
    const kept = accepted(await drafts.keep(phishing(peer), ['silent.example'], undefined))
    const { id } = accepted(await drafts.send(kept.draft.id))
    const { mail, requests } = desks.pair.a.parts
    await waitFor(async () => {
      await mail.round()
      return ((await mail.list())[0]?.lodged ?? []).length > 0
    })
    expect((await desks.show('a', id)).view.started).toBeNull()
    desks.pair.skew.a += 16 * 60_000
    await requests.tick()
    const told = await desks.show('a', id)
    expect(told.view).toMatchObject({ status: 'sent', callBack: true })
    const started = told.view.started ?? 0
    expect(told.view.acknowledge.due).toBe(started + 4 * 3_600_000)
    const [line] = (await requests.list({ open: true })).requests
    expect(line).toMatchObject({ id, status: 'sent', callBack: true, started })
    expect(await requests.count(false)).toMatchObject({ callBack: 1 })
    // Said once, however often the clocks are looked at.
    await requests.tick()
    expect((await desks.show('a', id)).view.started).toBe(started)
    // Back again it has received everything later, and folds the same clock.
    await desks.pair.start('b', use)
    desks.pair.skew.b = desks.pair.skew.a
    desks.pair.a.parts.outgoing.wake(peer)
    await desks.rest()
    const [atA, atB] = [await desks.show('a', id), await desks.show('b', id)]
    expect(atB.view.started).toBe(started)
    expect(atA.view).toMatchObject({ started, status: 'delivered', callBack: false })
  } finally {
    await desks.close()
    await witness.close()
    await rm(folder, { recursive: true, force: true })
  }
})
