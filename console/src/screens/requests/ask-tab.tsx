import type { ReactNode } from 'react'
import { useGet } from '../../api/query.ts'
import type { RequestDetail, Worded } from '../../api/request-answers.ts'
import type { Both } from '../../i18n/both.ts'
import { useText } from '../../i18n/language.tsx'
import { type RoleName, roles } from '../../session/roles-texts.ts'
import { keyed } from '../../shared/keyed.ts'
import { Empty } from '../../shared/states.tsx'
import { EvidenceNotes, GroundsCard } from './grounds-card.tsx'
import { texts as grounds } from './grounds-texts.ts'
import { texts } from './texts.ts'
import { WordedBlock } from './worded-block.tsx'
import { useWords } from './words.ts'

/** What is asked, on what grounds, with what evidence, and what may be done with the answer. */
export function AskTab({ request }: { request: RequestDetail }) {
  const t = useText()
  const notice = useGet('/api/v1/requests/words').data?.notice
  const { content } = request
  return (
    <div className="cols">
      <div className="stack">
        {content === null ? (
          <section className="card">
            <Empty title={t(texts.erased)} />
          </section>
        ) : (
          <>
            <Texts
              statement={request.id}
              blocks={[
                [texts.description, content.description, '/description'],
                [texts.harm, content.harm, '/harm'],
                [texts.verified, content.facts.verified, '/facts/verified'],
                [grounds.law, content.basis.law, '/basis/law'],
                [grounds.keep, content.preservation?.object ?? null, '/preservation/object'],
                [grounds.minimised, content.personal_data, '/personal_data'],
              ]}
            />
            <Questions request={request} />
          </>
        )}
        {notice === undefined ? null : <p className="sm t3">{t(notice)}</p>}
      </div>
      <div className="stack">
        <Basis request={request} />
        <Evidence request={request} />
        {content === null ? null : (
          <>
            <GroundsCard content={content} />
            <EvidenceNotes items={content.evidence} />
          </>
        )}
      </div>
    </div>
  )
}

function Texts({
  statement,
  blocks,
}: {
  statement: string
  blocks: readonly (readonly [Both, Worded | null, path: string])[]
}) {
  const t = useText()
  const there = blocks.flatMap(([name, text, path]) =>
    text === null ? [] : [{ name, text, path }],
  )
  return there.map(({ name, text, path }) => (
    <section className="card" key={name[0]}>
      <header>
        <h2>{t(name)}</h2>
      </header>
      <WordedBlock text={text} at={{ statement, path }} />
    </section>
  ))
}

function Questions({ request }: { request: RequestDetail }) {
  const t = useText()
  const word = useWords()
  const asked = request.content?.questions ?? []
  if (asked.length === 0) return null
  return (
    <section className="card">
      <header>
        <h2>{t(texts.questions)}</h2>
        <span className="t3">{asked.length}</span>
      </header>
      {keyed(asked).map(({ key, value: { ask, settles } }) => (
        <div key={key}>
          <p className="pad line">
            <span className="b">{t(texts.question(Number(key) + 1))}</span>
            <span className="sm t2">
              {t(word('questions', request.questions[Number(key)] ?? 'open'))}
            </span>
          </p>
          <WordedBlock text={ask} at={{ statement: request.id, path: `/questions/${key}/ask` }} />
          {settles === null ? null : (
            <>
              <p className="sm t3 pad">{t(texts.settles)}</p>
              <WordedBlock
                text={settles}
                at={{ statement: request.id, path: `/questions/${key}/settles` }}
              />
            </>
          )}
        </div>
      ))}
    </section>
  )
}

function Fact({ name, children }: { name: Both; children: ReactNode }) {
  const t = useText()
  return (
    <>
      <dt>{t(name)}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Basis({ request }: { request: RequestDetail }) {
  const t = useText()
  const word = useWords()
  const { root, gbt, content } = request
  const level = root.incident.level
  return (
    <section className="card">
      <header>
        <h2>{t(texts.basis)}</h2>
      </header>
      <dl className="facts">
        <Fact name={texts.type}>{t(word('types', root.type))}</Fact>
        <Fact name={texts.harm}>{t(word('harms', root.harm))}</Fact>
        <Fact name={texts.incident}>
          {t(word('classes', root.incident.class))} · {t(word('incidentTypes', root.incident.type))}
          {gbt === null ? null : ` · ${t(word('gbt', gbt))}`}
          {level === null ? null : ` · ${t(texts.grade(level))}`}
        </Fact>
        <Fact name={texts.permitted}>{t(word('permitted', root.use.permitted_action))}</Fact>
        <Fact name={texts.attribution}>
          {t(root.basis.no_attribution ? texts.noAttribution : texts.withAttribution)}
        </Fact>
        <Fact name={texts.calendar}>{t(word('calendarNames', root.calendar))}</Fact>
        {content === null || content.authorisers.length === 0 ? null : (
          <Fact name={texts.authorisers}>
            {content.authorisers.map(({ role }) => t(roleWord(role))).join(' · ')}
          </Fact>
        )}
      </dl>
    </section>
  )
}

/** The role under which somebody signed; at the command line the operator of the node. */
function roleWord(code: string): Both {
  if (code === 'drill') return ['a drill’s script', '演练脚本']
  const name = code === 'legal-officer' ? 'legal' : code
  return Object.hasOwn(roles, name) ? roles[name as RoleName][0] : [code, code]
}

function Evidence({ request }: { request: RequestDetail }) {
  const t = useText()
  const word = useWords()
  const { evidence, wanted } = request
  if (evidence.length + wanted.length === 0) return null
  return (
    <section className="card">
      <header>
        <h2>{t(texts.evidence)}</h2>
      </header>
      {evidence.map((item) => (
        <div key={item} className="li">
          <span className="dot" />
          <span className="g">{t(word('evidence', item))}</span>
          <span className="sm t3">{t(texts.evidenceHeld)}</span>
        </div>
      ))}
      {wanted.map((item) => (
        <div key={item} className="li">
          <span className="dot w" />
          <span className="g">{t(word('evidence', item))}</span>
          <span className="sm warn">{t(texts.evidenceWanted)}</span>
        </div>
      ))}
    </section>
  )
}
