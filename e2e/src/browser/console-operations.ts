import type { Side } from '@concert/node/testing/pair'
import type { Page } from 'playwright-core'

/** Opens a page at one of the two consoles as its duty officer. */
type Enter = (side: Side, path: string, lang: 'en' | 'zh') => Promise<Page>

/**
 * One plan between two consoles: no-go with its reason, another plan, go, launch, abort. The other
 * side hears of every word.
 */
export async function operationStory(enter: Enter): Promise<void> {
  const asked = await enter('a', '/operations', 'zh')
  await asked.getByRole('link', { name: /同一作者的钓鱼工具包/ }).click()
  await asked.getByRole('button', { name: '表示不可行' }).click()
  const reason = asked.getByRole('dialog')
  await reason.getByLabel('理由').press('ArrowDown')
  await asked.locator('.ant-select-item-option:visible', { hasText: '时机' }).click()
  await reason.getByRole('button', { name: '表示不可行' }).click()
  await asked.getByText('不可行 · 时机').waitFor()
  const { pathname } = new URL(asked.url())
  // Whoever proposed it changes the plan; everybody is asked anew.
  const proposer = await enter('b', pathname, 'en')
  await proposer.getByText('no-go · timing').waitFor()
  await proposer.getByRole('button', { name: 'Change the plan' }).click()
  await proposer.getByLabel('Title in English').fill('Phishing kits, an hour later')
  await proposer.getByRole('button', { name: 'Ask everybody anew' }).click()
  await proposer.getByRole('heading', { name: 'Phishing kits, an hour later' }).waitFor()
  const again = await enter('a', pathname, 'zh')
  await again.getByText('第2版计划').first().waitFor()
  await again.getByRole('button', { name: '表示可行' }).click()
  await again.getByText('各方均表示可行').waitFor()
  const launching = await enter('b', pathname, 'en')
  await launching.getByRole('button', { name: 'Launch' }).click()
  await launching.getByText('launched, before the start').waitFor()
  const aborting = await enter('a', pathname, 'zh')
  await aborting.getByText('已启动，等待开始').waitFor()
  await aborting.getByRole('button', { name: '中止协同行动' }).click()
  const dialog = aborting.getByRole('dialog')
  const label = (await dialog.getByText(/^输入O-/).textContent()) ?? ''
  await dialog.getByLabel(/^输入O-/).fill(label.replace('输入', '').toLowerCase())
  // No key does what cannot be taken back.
  await aborting.keyboard.press('Enter')
  await dialog.getByRole('button', { name: '中止协同行动' }).click()
  await aborting.getByText('雅登已中止').waitFor()
  const told = await enter('b', pathname, 'en')
  await told.getByText('Aborted by Arden').waitFor()
}
