import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import { startChromium } from './chromium.ts'
import { serveDemo } from './served.ts'
import { bringPapers } from './papers.ts'
import { visit } from './visit.ts'

/** `npm run screenshots`: the pictures that README.md and docs/web.md show, of the fictional hospital. */
interface Picture {
  readonly file: string
  readonly path: string
  readonly height: number
  readonly options?: BrowserContextOptions
}

const docs = join(import.meta.dirname, '..', '..', 'docs')
const served = await serveDemo()
const browser = await startChromium()
const someone = await visit(browser, served)
const { deviceId } = await bringPapers(served, someone.page)
await someone.end()

const pictures: readonly Picture[] = [
  { file: 'answer.png', path: '/ask?q=CVE-2021-44228', height: 1_060 },
  { file: 'home.png', path: '/', height: 760 },
  { file: 'device.png', path: `/devices/${deviceId}?lang=fr`, height: 1_240, options: { colorScheme: 'dark' } },
]

for (const { file, path, height, options } of pictures) {
  const camera = await visit(browser, served, { viewport: { width: 1_280, height }, ...options })
  await camera.open(path)
  await camera.page.screenshot({ path: join(docs, file), caret: 'hide' })
  await camera.end()
}

await browser.close()
await served.stop()
