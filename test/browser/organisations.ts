import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { ServedDemo } from './served.ts'
import type { Walk } from './stage.ts'
import { findings, settled, visit } from './visit.ts'

const north = 'Centre hospitalier du Nord'
const devices = 'asset tag,maker,model,site,ward\nN-1,Acme,Pump,Nord,Réanimation\nN-2,Acme,Pump,Nord,Urgences\n'

/** Several hospitals behind one server. These walks come last: they add another hospital, which the head of every page then shows. */
export const organisationsWalks: readonly Walk[] = [
  [
    'one organisation: there is nothing to choose',
    async ({ page, person }) => {
      await person.open('/ask?q=log4j')
      assert.equal(await menu(page).count(), 0)
    },
  ],
  [
    'several: by keyboard alone to the same question for another one, which the address names and the next visit remembers',
    async ({ browser, served }) => {
      await addNorth(served)
      const person = await visit(browser, served)
      const { page } = person
      await person.open('/ask?q=log4j&site=H%C3%B4pital+Sainte-%C3%89loane&ward=Cardiologie')
      await choose(page)
      await page.waitForURL(/^(?!.*ward=).*q=log4j.*organisation=/)
      await page.getByText('2 devices in scope').first().waitFor()
      assert.equal(await page.locator('.answer-of').innerText(), north)
      assert.match((await page.getByRole('link', { name: /CSV/ }).getAttribute('href')) ?? '', /&organisation=/)
      await page.goBack()
      await page.getByText('2,015 devices in scope').first().waitFor()
      await person.open('/')
      await page.waitForURL(/\/\?organisation=/)
      await page.getByRole('combobox', { name: `Organisation: ${north}` }).waitFor()
      await person.end()
    },
  ],
  [
    'a device stays with its own: from its page another organisation begins at the search',
    async ({ browser, served }) => {
      const person = await visit(browser, served, { locale: 'fr-FR' })
      const { page } = person
      await person.open('/ask?q=CVE-2021-44228')
      await page.locator('.device-name a').first().click()
      await page.locator('.facts').waitFor()
      await choose(page)
      await page.getByRole('heading', { name: 'Chaque dispositif. Une réponse.' }).waitFor()
      await page.getByRole('combobox', { name: `Établissement\u00a0: ${north}` }).waitFor()
      await person.end()
    },
  ],
  [
    'an address that names no organisation of this server: the page asks for one of those it has',
    async ({ browser, served }) => {
      const person = await visit(browser, served)
      const { page } = person
      await person.open('/ask?q=log4j&organisation=nobody')
      await page.getByRole('heading', { name: 'Whose devices?' }).waitFor()
      await menu(page).getByText('Choose an organisation').waitFor()
      await choose(page)
      await page.getByText('2 devices in scope').first().waitFor()
      await person.end()
    },
  ],
  [
    'the open menu: axe-core finds nothing, and it fits into 320 px, in either language and scheme',
    async ({ browser, served }) => {
      for (const lang of ['en', 'fr']) {
        for (const colorScheme of ['light', 'dark'] as const) {
          const phone = await visit(browser, served, { colorScheme, viewport: { width: 320, height: 640 } })
          await phone.open(`/ask?q=log4j&lang=${lang}`)
          await menu(phone.page).press('Enter')
          await phone.page.getByRole('option', { name: north }).waitFor()
          assert.deepEqual(await findings(phone.page), [], `${lang} ${colorScheme}`)
          assert.ok((await phone.page.evaluate(() => document.documentElement.scrollWidth)) <= 320)
          await phone.end()
        }
      }
    },
  ],
]

async function addNorth(served: ServedDemo): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-north-'))
  try {
    const list = join(folder, 'north.csv')
    await writeFile(list, devices)
    served.run('organisation', 'add', north)
    served.run('assets', 'import', list, '--organisation', north)
  } finally {
    await rm(folder, { recursive: true })
  }
}

function menu(page: Page) {
  return page.locator('.organisation-menu button')
}

/** The last of the list, which is the one that was added. */
async function choose(page: Page): Promise<void> {
  await menu(page).press('Enter')
  await page.getByRole('option', { name: north }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByRole('option').first().waitFor({ state: 'hidden' })
  await settled(page)
}
