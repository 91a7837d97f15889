import type { Browser, Page } from 'playwright-core'
import type { Papers } from './papers.ts'
import { papersOf } from './papers.ts'
import type { ServedDemo } from './served.ts'
import type { Visit } from './visit.ts'

/** What a walk finds set up: the server with the fictional hospital, a browser, and in it a person who has signed in. */
export interface Stage {
  readonly served: ServedDemo
  readonly browser: Browser
  readonly person: Visit
  readonly page: Page
  readonly papers: Papers
}

/** One thing that a person does with the pages, and what must come of it. */
export type Walk = readonly [name: string, walk: (stage: Stage) => Promise<void>]

/** One address of each page, with what is open on it. */
export async function everyPage({ page, papers }: Pick<Stage, 'page' | 'papers'>): Promise<readonly string[]> {
  const response = await page.request.get('/api/v1/ask/devices?q=CVE-2021-44228&limit=1')
  const { items } = (await response.json()) as { readonly items: readonly { readonly deviceId: string }[] }
  return [
    '/',
    '/ask?q=CVE-2021-44228&open=notListed,notAffected',
    '/ask?q=log4j',
    '/ask?q=ward:Urgences',
    '/ask?q=openssl+%3C',
    `/devices/${items[0]?.deviceId ?? ''}`,
    `/devices/${papers.deviceId}`,
    '/vulnerabilities/CVE-2021-44228',
    `/vulnerabilities/${papersOf.disputed}`,
    `/vulnerabilities/${papersOf.blind}`,
    papers.diff,
    '/corrections?show=all',
    '/add?maker=Orv%C3%A9a',
    '/statements?show=nothing',
    '/advisories',
    '/aliases',
    '/keys',
    '/reconcile',
    '/reconcile?tab=network',
    '/network',
    '/traffic?rule=clearText',
    '/ask?q=eol',
    '/print?q=CVE-2021-44228&site=H%C3%B4pital+Sainte-%C3%89loane&ward=Cardiologie',
    '/nowhere',
  ]
}

/** Id of what has the focus. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.id ?? '')
}

/** What the bar shows, by class. */
export async function countsOf(page: Page): Promise<Readonly<Record<string, number>>> {
  const segments = await page
    .locator('.bar li')
    .evaluateAll((items) =>
      items.map((item) => [item.getAttribute('data-verdict'), Number(item.getAttribute('data-count'))] as const),
    )
  return Object.fromEntries(segments)
}
