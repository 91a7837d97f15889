import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { startChromium } from './chromium.ts'
import { serveDemo } from './served.ts'
import { bringPapers } from './papers.ts'
import { settled, visit } from './visit.ts'

/** `npm run screenshots`: the pictures that README.md and docs/*.md show, of the fictional hospital. */
interface Picture {
  readonly file: string
  readonly path: string
  readonly height: number
  readonly options?: BrowserContextOptions
  /** What a person does before. */
  readonly act?: (page: Page) => Promise<void>
}

const docs = join(import.meta.dirname, '..', '..', 'docs')
const served = await serveDemo()
const browser = await startChromium()
const someone = await visit(browser, served)
const { deviceId, diff } = await bringPapers(served, someone.page)
await someone.end()

const pictures: readonly Picture[] = [
  { file: 'answer.png', path: '/ask?q=CVE-2021-44228', height: 1_060 },
  { file: 'home.png', path: '/', height: 760 },
  { file: 'device.png', path: `/devices/${deviceId}?lang=fr`, height: 1_240, options: { colorScheme: 'dark' } },
  { file: 'reconcile.png', path: '/reconcile?lang=fr', height: 900 },
  { file: 'traffic.png', path: '/traffic?maker=Orvessa+Imaging&model=%C3%89choline+X&rule=toInternet', height: 1_280 },
  {
    file: 'network.png',
    path: '/network?q=echoline',
    height: 1_100,
    act: openFirst,
    options: { colorScheme: 'dark' },
  },
  { file: 'statements.png', path: '/statements', height: 1_000, act: openForm },
  { file: 'diff.png', path: diff, height: 760 },
  { file: 'list.png', path: '/add?maker=Orv%C3%A9a&model=Pompe&version=2', height: 900, act: bringList },
]

for (const { file, path, height, options, act } of pictures) {
  const camera = await visit(browser, served, { viewport: { width: 1_280, height }, ...options })
  await camera.open(path)
  await act?.(camera.page)
  await camera.page.screenshot({ path: join(docs, file), caret: 'hide' })
  await camera.end()
}

await browser.close()
await served.stop()

/** The first device of a list, with all that it stands on. */
async function openFirst(page: Page): Promise<void> {
  await page.locator('.kept-list a').first().click()
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  await settled(page)
}

async function openForm(page: Page): Promise<void> {
  await page.locator('.bring > summary').first().click()
}

/** A component list of which two columns have to be guessed. */
async function bringList(page: Page): Promise<void> {
  const rows = ['zlib;1.2.11', 'expat;2.4.1', 'openssl;1.1.1k', 'lwip;2.1.2', 'mbedtls;2.16.9', 'freertos;10.4.3']
  const text = `Teil;Zustand;Bemerkung\n${rows.map((row) => `${row};ab Werk\n`).join('')}`
  await page.locator('input[name=file]').setInputFiles({ name: 'teile.csv', mimeType: '', buffer: Buffer.from(text) })
  await page.locator('form button[type=submit]').last().click()
  await page.locator('.list-form').waitFor()
}
