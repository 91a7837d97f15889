import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Walk } from './stage.ts'
import { findings, settled, stranger, visit } from './visit.ts'

/** Everything that a page draws in place of what it was asked for. The server's part is played here, since it does not fail on demand. */
export const statesWalks: readonly Walk[] = [
  [
    'without the token: the page says where it stands, takes it, and shows what was asked for',
    async ({ browser, served }) => {
      const newcomer = await stranger(browser, served)
      await newcomer.open('/ask?q=log4j')
      await newcomer.page.getByRole('heading', { name: 'Sign in' }).waitFor()
      assert.deepEqual(await findings(newcomer.page), [])
      await newcomer.page.getByLabel('Token').fill('wrong')
      await newcomer.page.keyboard.press('Enter')
      await newcomer.page.getByText('This is not its token').waitFor()
      await newcomer.page.getByLabel('Token').fill(`${served.address}/#token=${served.token}`)
      await newcomer.page.keyboard.press('Enter')
      await newcomer.page.locator('.sentence').waitFor()
      await newcomer.end()
    },
  ],
  [
    'a server that fails: its own words, and a button that tries again',
    async ({ page, person }) => {
      await failing(page, 500, { code: 'diskFull', detail: 'the disk is full; make room and try again' })
      await person.open('/ask?q=log4j')
      await page.getByText('The disk is full; make room and try again.').waitFor()
      assert.deepEqual(await findings(page), [])
      await page.unroute(question)
      await page.getByRole('button', { name: 'Try again' }).click()
      await page.locator('.sentence').waitFor()
    },
  ],
  [
    'a server that is gone: what to look at',
    async ({ page, person }) => {
      await page.route(question, (route) => route.abort('connectionrefused'))
      await person.open('/ask?q=log4j')
      await page.getByText('See whether it still runs (auscult serve)').waitFor()
      await page.unroute(question)
    },
  ],
  [
    'feeds that are not matched yet: the page waits as long as the server says, and then shows the answer by itself',
    async ({ page }) => {
      await failing(page, 503, { code: 'stillMatching', detail: 'feeds are being matched' }, { 'retry-after': '1' })
      await page.goto(new URL('/ask?q=curl', page.url()).href)
      await page.getByRole('heading', { name: 'Still matching' }).waitFor()
      assert.deepEqual(await findings(page), [])
      await page.unroute(question)
      await page.locator('.sentence').waitFor()
    },
  ],
  [
    'nothing loaded: the home page says what to run',
    async ({ browser, served }) => {
      const first = await visit(browser, served)
      const nothing = JSON.stringify({ items: [] })
      await first.page.route(/\/api\/v1\/(?:devices|feeds)\?/, (route) =>
        route.fulfill({ contentType: 'application/json', body: nothing }),
      )
      await first.open('/')
      await first.page.getByText('auscult assets import devices.csv').waitFor()
      await first.page.getByText('auscult feed pull').waitFor()
      assert.deepEqual(await findings(first.page), [])
      await first.end()
    },
  ],
  [
    'work under way: a bar at the foot, with how far it is',
    async ({ browser, served }) => {
      const job = {
        jobId: '6f1f2a44-0000-4000-8000-000000000000',
        kind: 'feedPull',
        priority: 'person',
        state: 'running',
        says: 'The NVD is being fetched',
        attempts: 1,
        mostAttempts: 5,
        progress: { done: 12_000, total: 298_586, unit: 'records' },
        createdAt: '2026-01-01T00:00:00Z',
      }
      const watcher = await visit(browser, served)
      const body = `event: job\ndata: ${JSON.stringify(job)}\n\n`
      await watcher.page.route(/\/api\/v1\/events/, (route) =>
        route.fulfill({ contentType: 'text/event-stream', body }),
      )
      await watcher.open('/')
      await watcher.page.getByText('12,000 of 298,586 records').waitFor()
      const bar = watcher.page.getByRole('progressbar')
      assert.equal(await bar.evaluate((found) => (found as HTMLProgressElement).value.toFixed(2)), '0.04')
      assert.deepEqual(await findings(watcher.page), [])
      await watcher.end()
    },
  ],
  [
    'an address that leads nowhere, and a device that is not there',
    async ({ page, person }) => {
      for (const path of ['/nowhere', '/network/nothing', '/devices/00000000-0000-4000-8000-000000000000']) {
        await person.open(path)
        await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
        await settled(page)
      }
    },
  ],
]

/** The question itself, not its lists. */
const question = /\/api\/v1\/ask\?/

interface Refusal {
  readonly code: string
  readonly detail: string
}

async function failing(
  page: Page,
  status: number,
  { code, detail }: Refusal,
  headers: Record<string, string> = {},
): Promise<void> {
  const body = JSON.stringify({ type: 'about:blank', title: code, status, code, detail })
  await page.route(question, (route) =>
    route.fulfill({ status, headers, contentType: 'application/problem+json', body }),
  )
}
