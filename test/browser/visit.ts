import assert from 'node:assert/strict'
import axe from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { ServedDemo } from './served.ts'

/** A browser of one person: signed in, and watched for whatever a page must not do. */
export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** Opens an address of the pages and waits until nothing is loading. */
  readonly open: (path: string) => Promise<void>
  /** Ends the visit. Fails if a page erred, broke the policy of its server, or asked another one. */
  readonly end: () => Promise<void>
}

/** On a busy machine of two cores; what takes longer does not come. */
const patienceMs = 15_000

/** What a page of ours may never do, by what it did. */
type Misdeeds = Set<string>

/** Comes by the link that the first start prints, which signs in. */
export async function visit(browser: Browser, served: ServedDemo, options: BrowserContextOptions = {}): Promise<Visit> {
  const person = await stranger(browser, served, options)
  await person.page.goto(`${served.address}/#token=${served.token}`)
  await settled(person.page)
  return person
}

/** Comes without the token. */
export async function stranger(
  browser: Browser,
  { address }: ServedDemo,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: address,
    locale: 'en-GB',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  const misdeeds: Misdeeds = new Set()
  await watch(context, address, misdeeds)
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  return {
    context,
    page,
    open: async (path) => {
      await page.goto(`${address}${path}`)
      await settled(page)
    },
    end: async () => {
      await context.close()
      assert.deepEqual([...misdeeds], [])
    },
  }
}

async function watch(context: BrowserContext, address: string, misdeeds: Misdeeds): Promise<void> {
  await context.exposeBinding('tellMisdeed', (_source, what: string) => misdeeds.add(what))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { tellMisdeed } = globalThis as unknown as { tellMisdeed: (what: string) => void }
      tellMisdeed(`breaks its policy: ${violatedDirective} ${blockedURI}`)
    })
  })
  context.on('request', (request) => {
    if (!request.url().startsWith(`${address}/`)) misdeeds.add(`asks elsewhere: ${request.url()}`)
  })
  context.on('weberror', (error) => misdeeds.add(`fails: ${String(error.error())}`))
  context.on('console', (message) => {
    // A refusal that a test provokes is told by the browser too.
    const isRefusal =
      /^Failed to load resource: (?:the server responded with a status of \d+|net::ERR_CONNECTION_REFUSED)/.test(
        message.text(),
      )
    if (['error', 'warning'].includes(message.type()) && !isRefusal) misdeeds.add(`complains: ${message.text()}`)
  })
}

/** Nothing is loading any more: neither the page nor what it asks for. */
export async function settled(page: Page): Promise<void> {
  await page.locator('#main h1').first().waitFor()
  await page.waitForFunction(() => document.querySelector('[data-state="loading"]') === null)
}

/** What axe-core finds, one line each: rule, and the first place. Its rules of WCAG 2.2 AA and its good practices. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> }
    }
    const only = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    return run.run({ runOnly: { type: 'tag', values: only } })
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}
