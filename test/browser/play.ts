import { after, before, describe, test } from 'node:test'
import { startChromium, withoutChromium } from './chromium.ts'
import { bringPapers } from './papers.ts'
import { serveDemo } from './served.ts'
import type { Stage, Walk } from './stage.ts'
import { visit } from './visit.ts'

/** Walks through the pages as a person meets them, one after the other: the real server, the fictional hospital, Chromium. */
export function play(title: string, walks: readonly Walk[]): void {
  void describe(title, { skip: withoutChromium() }, () => {
    let stage: Stage

    before(async () => {
      const [served, browser] = await Promise.all([serveDemo(), startChromium()])
      const person = await visit(browser, served)
      const papers = await bringPapers(served, person.page)
      stage = { served, browser, person, page: person.page, papers }
    })

    after(async () => {
      try {
        await stage.person.end()
      } finally {
        await stage.browser.close()
        await stage.served.stop()
      }
    })

    for (const [name, walk] of walks) {
      void test(name, async () => walk(stage))
    }
  })
}
