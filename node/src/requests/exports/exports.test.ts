import { expect, test } from 'vitest'
import { worded } from '../../testing/desks.ts'
import type { RequestLine } from '../read-requests.ts'
import type { RequestDetail } from '../request-detail.ts'
import { deadlineCalendar } from './calendar.ts'
import { type ExportSource, kindOf, stableUuid } from './export-source.ts'
import { requestMail } from './mail.ts'
import { mispEvent, rtirTicket, theHiveAlert } from './tickets.ts'
import { xarfReports } from './xarf.ts'

const ID = 'ab'.repeat(32)
const NOW = Date.parse('2026-11-28T12:00:00.000Z')
const TARGETS = ['https://a.example/login', 'b.example', '203.0.113.7', '2001:db8::1']

function source(template = 'phishing-takedown', exercise = false): ExportSource {
  const clock = { due: NOW + 3_600_000 }
  const content = {
    title: worded('Bank imitated', '仿冒银行'),
    description: null,
    harm: worded('Loss.\r\nBcc: everybody', '损失。'),
    questions: [],
    facts: { times: [{ at: '2026-11-01T00:00:00.000Z' }], confidence: 80 },
  }
  const incident = { class: 'fraud', type: 'phishing', level: null }
  const root = { template, type: 'takedown', urgency: 'u1', incident }
  const view = { acknowledge: clock, answer: { due: NOW + 86_400_000 } }
  const common = { id: ID, exercise, tlp: 'amber', sent: '2026-11-28T11:00:00.000Z', phase: 'sent' }
  const detail = { ...common, root, view, content } as unknown as RequestDetail
  return { detail, targets: TARGETS, asker: { host: 'arden.example', name: 'Arden 雅登' } }
}

test('targets are told apart, and ids are the same every time', () => {
  expect(TARGETS.map(kindOf)).toEqual(['url', 'domain', 'ip', 'ip'])
  expect(stableUuid(ID, 1)).toBe(stableUuid(ID, 1))
  expect(stableUuid(ID, 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
  expect(stableUuid(ID, 2)).not.toBe(stableUuid(ID, 1))
})

test('X-ARF v4: one report for each target with every mandatory field; none without a type', () => {
  const reports = xarfReports(source()) as readonly Record<string, unknown>[]
  expect(reports).toHaveLength(4)
  expect(reports[0]).toMatchObject({
    xarf_version: '4.0.0',
    source_identifier: 'a.example',
    category: 'content',
    type: 'phishing',
    url: 'https://a.example/login',
    timestamp: '2026-11-01T00:00:00.000Z',
    confidence: 0.8,
    reporter: { org: 'Arden 雅登', contact: 'abuse@arden.example', domain: 'arden.example' },
  })
  expect(reports[2]).toMatchObject({ source_identifier: '203.0.113.7' })
  expect(xarfReports(source('information'))).toEqual([])
})

test('RTIR, TheHive and MISP get what each of them calls a ticket, an alert and an event', () => {
  expect(rtirTicket(source())).toMatchObject({
    Queue: 'Incident Reports',
    Subject: '[U1] takedown or mitigation 关停或处置: Bank imitated',
    Due: '2026-11-28T13:00:00.000Z',
    CustomFields: { URL: ['https://a.example/login'], Domain: ['b.example'] },
  })
  expect(theHiveAlert(source('phishing-takedown', true))).toMatchObject({
    severity: 3,
    tlp: 2,
    title: '[DRILL 演练] [U1] takedown or mitigation 关停或处置: Bank imitated',
    observables: [
      { dataType: 'url' },
      { dataType: 'domain' },
      { dataType: 'ip' },
      { dataType: 'ip' },
    ],
  })
  const { Event } = mispEvent(source()) as { Event: Record<string, unknown> }
  expect(Event).toMatchObject({ published: false, distribution: '0', date: '2026-11-28' })
  expect(Event.Attribute).toHaveLength(4)
})

test('a mail holds its headers whatever the texts hold, and the reports beside them', () => {
  const mail = requestMail(source(), NOW)
  const [head = '', ...parts] = mail.split(/\r\n--concert-[0-9a-f]+(?:--)?\r\n/)
  expect(head.split('\r\n').every((line) => line.length <= 78)).toBe(true)
  expect(head).not.toContain('Bcc')
  const decode = (part: string) =>
    Buffer.from(part.split('\r\n\r\n')[1] ?? '', 'base64').toString('utf8')
  expect(decode(parts[0] ?? '')).toContain('确认收到均不代表认可')
  expect(JSON.parse(decode(parts[1] ?? ''))).toHaveLength(4)
})

test('a calendar tells deadlines and never what a request says; lines are folded by octets', () => {
  const line = {
    id: ID,
    urgency: 'u1',
    exercise: true,
    title: worded('Secret', '机密'),
    acknowledgeDue: NOW,
    answerDue: null,
  } as unknown as RequestLine
  const text = deadlineCalendar([line], 'arden.example', 'zh', NOW)
  expect(text).toContain(`UID:${ID.slice(0, 32)}-acknowledge@arden.example\r\n`)
  expect(text).toContain('DTSTART:20261128T120000Z\r\n')
  expect(text).toContain('SUMMARY:[演练] Concert U1 确认收到')
  expect(text).not.toMatch(/Secret|机密/)
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
  expect(text.split('\r\n').every((each) => Buffer.byteLength(each) <= 75)).toBe(true)
})
