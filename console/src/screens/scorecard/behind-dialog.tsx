import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useAskStill } from '../../api/query.ts'
import type { Behind } from '../../api/scorecard-answers.ts'
import { shortHex, utc } from '../../i18n/format.ts'
import { useText } from '../../i18n/language.tsx'
import { useMay } from '../../session/may.ts'
import { Dialog } from '../../shared/dialog.tsx'
import { useNames } from '../../shared/names.ts'
import { Empty, Loaded } from '../../shared/states.tsx'
import { requestCode } from '../requests/words.ts'
import type { Which } from './card-numbers.ts'
import type { Chosen } from './chosen.ts'
import { texts } from './texts.ts'

/** The messages behind one number; requests open. */
export function BehindDialog({
  chosen,
  which,
  title,
  onClose,
}: {
  chosen: Chosen
  which: Which
  title: string
  onClose: () => void
}) {
  const t = useText()
  const behind = useAskStill('/api/v1/scorecards/open', { ...chosen, ...which })
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={<Button onClick={onClose}>{t(texts.close)}</Button>}
    >
      <Loaded of={behind}>{(found) => <Messages found={found} />}</Loaded>
    </Dialog>
  )
}

function Messages({ found: { said, messages } }: { found: Behind }) {
  const t = useText()
  if (messages.length === 0) return <Empty title={t(texts.noMessages)} />
  return (
    <>
      <p className="pad sm t2">
        {t(
          said.length < messages.length
            ? texts.behindSome(said.length, messages.length)
            : texts.messages(messages.length),
        )}
      </p>
      {said.map((message) => (
        <Message key={message.digest} message={message} />
      ))}
    </>
  )
}

function Message({ message: { digest, kind, by, time } }: { message: Behind['said'][number] }) {
  const t = useText()
  const may = useMay()
  const nameOf = useNames()
  const name = Object.hasOwn(texts.kinds, kind)
    ? texts.kinds[kind as keyof typeof texts.kinds]
    : ([kind, kind] as const)
  const isRequest = kind.startsWith('request.') && may('POST /api/v1/requests/show')
  return (
    <div className="li">
      <span className="g">
        <span className="b">
          <bdi>{t(nameOf(by))}</bdi>
        </span>{' '}
        {t(name)}{' '}
        {isRequest ? (
          <Link className="link mono" to="/requests/$id" params={{ id: digest }}>
            {requestCode(digest)}
          </Link>
        ) : (
          <span className="mono sm t3">{shortHex(digest)}</span>
        )}
      </span>
      <span className="sm t3">{utc(time)}</span>
    </div>
  )
}
