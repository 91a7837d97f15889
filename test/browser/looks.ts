import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Walk } from './stage.ts'
import { everyPage } from './stage.ts'
import { findings, settled, visit } from './visit.ts'

/** Both languages, both schemes, a narrow window, and those who do not see the page. */
export const looksWalks: readonly Walk[] = [
  [
    'French: words, numbers and the language of the document; the choice outlives the visit to another page',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      await page.getByRole('button', { name: 'Français' }).click()
      await page.waitForURL(/lang=fr/)
      await settled(page)
      assert.equal(await page.locator('html').getAttribute('lang'), 'fr')
      assert.match(
        await page.locator('.sentence').innerText(),
        /^Sur 2\s015 dispositifs dans le périmètre, 61 sont affectés/,
      )
      assert.deepEqual(
        (await page.locator('.legend dt').allInnerTexts()).map((name) => name.replace(/^.\s+/, '')),
        ['Affecté', 'Indéterminé', 'Non listé — nomenclature incomplète', 'Non affecté'],
      )
      await page.getByText('Ne débranchez, ne redémarrez').waitFor()
      await person.open('/')
      await page.getByRole('heading', { name: 'Chaque dispositif. Une réponse.' }).waitFor()
      await page.getByRole('button', { name: 'English' }).click()
      await page.getByRole('heading', { name: 'Every device. One answer.' }).waitFor()
    },
  ],
  [
    'dark follows the system, and the switch outvotes it',
    async ({ browser, served }) => {
      const night = await visit(browser, served, { colorScheme: 'dark' })
      const paper = async (): Promise<string> =>
        night.page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)
      const dark = await paper()
      await night.page.getByRole('button', { name: 'Light colours' }).click()
      assert.notEqual(await paper(), dark)
      await night.page.reload()
      await settled(night.page)
      assert.notEqual(await paper(), dark)
      await night.end()
    },
  ],
  [
    'narrow as 320 px: nothing is wider than the window',
    async ({ browser, page, served, papers }) => {
      const phone = await visit(browser, served, { viewport: { width: 320, height: 640 } })
      for (const path of await everyPage({ page, papers })) {
        await phone.open(path)
        assert.ok((await phone.page.evaluate(() => document.documentElement.scrollWidth)) <= 320, path)
      }
      await phone.end()
    },
  ],
  ...(['light', 'dark'] as const).map((colorScheme): Walk => [
    `axe-core finds nothing on any page, in each language, in ${colorScheme} colours`,
    async ({ browser, page, served, papers }) => {
      const reader = await visit(browser, served, { colorScheme })
      for (const path of await everyPage({ page, papers })) {
        for (const lang of ['en', 'fr']) {
          await reader.open(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
          if (path.startsWith('/ask?q=CVE')) await reader.page.locator('.device-row button').first().click()
          for (const button of await reader.page.locator('.work button').all()) await button.click()
          assert.deepEqual(await findings(reader.page), [], `${path} ${lang} ${colorScheme}`)
        }
      }
      await reader.end()
    },
  ]),
  [
    'all that the pages are made of weighs at most 250 kB on its way, of which 200 kB come at once',
    async () => {
      const folder = join(import.meta.dirname, '..', '..', 'web', 'dist')
      const first = new Set(readFileSync(join(folder, 'index.html'), 'utf8').match(/assets\/[^"]+\.(?:js|css)/g))
      const sizes = globSync('assets/*.{js,css}', { cwd: folder }).map((path) => ({
        isFirst: first.has(path.replaceAll('\\', '/')),
        bytes: gzipSync(readFileSync(join(folder, path))).length,
      }))
      const sum = (some: typeof sizes): number => some.reduce((total, { bytes }) => total + bytes, 0)
      assert.ok(first.size > 0 && sizes.length > first.size)
      assert.ok(sum(sizes.filter(({ isFirst }) => isFirst)) < 200_000, `${sum(sizes.filter(({ isFirst }) => isFirst))}`)
      assert.ok(sum(sizes) < 250_000, `${sum(sizes)}`)
    },
  ],
]
