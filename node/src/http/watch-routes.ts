import type { FastifyInstance } from 'fastify'
import { listBreaches } from '../breaches/list.ts'
import { listAlarms } from '../monitor/alarms.ts'
import type { NodeParts } from '../node-parts.ts'

/** The operator's routes of monitoring, breaches and mailboxes. */
export function watchRoutes(app: FastifyInstance, parts: NodeParts): void {
  const { monitor, mail, context } = parts
  const watched = async () => ({
    reports: monitor.reports,
    alarms: await listAlarms(context.store.read),
  })
  app.get('/api/v1/monitor', watched)
  app.post('/api/v1/monitor', async () => {
    await monitor.round()
    return await watched()
  })
  app.get('/api/v1/breaches', async () => ({ breaches: await listBreaches(context) }))
  app.get('/api/v1/mailboxes', async () => ({ mailboxes: await mail.list() }))
  app.post('/api/v1/mailboxes/poll', async () => {
    await mail.round()
    return { mailboxes: await mail.list() }
  })
}
