import { after, before, describe, test } from 'node:test'
import { answerWalks } from './answer.ts'
import { correctionsWalks } from './corrections.ts'
import { startChromium, withoutChromium } from './chromium.ts'
import { looksWalks } from './looks.ts'
import { knownWalks } from './known.ts'
import { listsWalks } from './lists.ts'
import { bringPapers } from './papers.ts'
import { namesWalks } from './names.ts'
import { networkWalks } from './network.ts'
import { observedWalks } from './observed.ts'
import { organisationsWalks } from './organisations.ts'
import { saidWalks } from './said.ts'
import { searchWalks } from './search.ts'
import { serveDemo } from './served.ts'
import type { Stage } from './stage.ts'
import { statesWalks } from './states.ts'
import { supportWalks } from './support.ts'
import { thingsWalks } from './things.ts'
import { visit } from './visit.ts'

/** The pages as a person meets them: the real server, the fictional hospital, Chromium. */
describe('the pages', { skip: withoutChromium() }, () => {
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

  const walks = [
    searchWalks,
    answerWalks,
    thingsWalks,
    saidWalks,
    correctionsWalks,
    listsWalks,
    supportWalks,
    knownWalks,
    networkWalks,
    observedWalks,
    statesWalks,
    looksWalks,
    organisationsWalks,
    namesWalks,
  ].flat()
  for (const [name, walk] of walks) {
    test(name, async () => walk(stage))
  }
})
