import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Walk } from './stage.ts'
import { countsOf } from './stage.ts'
import { settled } from './visit.ts'

/** The answer: its bar, its lists, why, and what can be taken along. */
export const answerWalks: readonly Walk[] = [
  [
    'the four counts stand in one bar that adds up to the fleet, and are announced',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      const counts = await countsOf(page)
      assert.deepEqual(counts, { affected: 61, unknown: 474, notListed: 1214, notAffected: 266 })
      assert.equal(
        Object.values(counts).reduce((sum, count) => sum + count),
        2015,
      )
      assert.deepEqual(
        await page.locator('.bar a').evaluateAll((links) => links.map((link) => link.getAttribute('aria-label'))),
        [
          'Affected: 61 of 2,015 (3%), go to them',
          'Cannot tell: 474 of 2,015 (24%), go to them',
          'Not listed — SBOM not complete: 1,214 of 2,015 (60%), go to them',
          'Not affected: 266 of 2,015 (13%), go to them',
        ],
      )
      assert.equal(
        await page.locator('#main > [role=status]').innerText(),
        'Affected 61; Cannot tell 474; Not listed — SBOM not complete 1,214; Not affected 266',
      )
    },
  ],
  [
    'every answer says what to leave alone',
    async ({ page, person }) => {
      for (const question of ['CVE-2021-44228', 'openssl < 1.1.1', 'ward:Urgences']) {
        await person.open(`/ask?q=${encodeURIComponent(question)}`)
        await page.getByText('Do not unplug, restart, scan or update a device in use').waitFor()
        await page.getByText('FICTIONAL: this hospital').waitFor()
      }
    },
  ],
  [
    'why: component, version, range, advisory and SBOM open below the device',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      const why = page.locator('[data-verdict=affected] .device-row button').first()
      await why.focus()
      await page.keyboard.press('Enter')
      assert.equal(await why.getAttribute('aria-expanded'), 'true')
      const facts = await page.locator('.device-why').innerText()
      for (const part of [
        /log4j/i,
        /2\.1\d\.\d/,
        /[<>]=? 2\.\d+/,
        /(?:osv|nvd) (?:GHSA|CVE|Debian)/,
        /level [12] of 5/,
        /CycloneDX|SPDX/,
      ])
        assert.match(facts, part)
      await page.keyboard.press('Enter')
      assert.equal(await page.locator('.device-why').count(), 0)
    },
  ],
  [
    'wards add up to the classes, and one ward narrows the lists, in the address',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      await page.getByRole('button', { name: /more wards/ }).click()
      const affected = await page.locator('.wards td[data-verdict=affected]').allInnerTexts()
      assert.equal(
        affected.reduce((sum, count) => sum + Number(count), 0),
        61,
      )
      await page.getByRole('link', { name: /^Only Plateau technique/ }).click()
      await page.waitForURL(/ward=Plateau\+technique/)
      await settled(page)
      assert.equal(await page.locator('#affected .count').innerText(), '20')
      assert.equal(await page.locator('[data-verdict=affected] .device-row').count(), 20)
      await page.locator('.folded-section[data-verdict=notAffected] button').click()
      await page.locator('.folded-section[data-verdict=notAffected] .device-row').nth(9).waitFor()
      assert.equal(await page.locator('#not-affected .count').innerText(), '10')
      await page.getByRole('link', { name: 'All wards' }).click()
      await settled(page)
      assert.equal(await page.locator('#affected .count').innerText(), '61')
    },
  ],
  [
    'long lists come a page at a time, and every device can be reached',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      const section = page.locator('section[data-verdict=affected]')
      assert.equal(await section.locator('.device-row').count(), 50)
      await section.getByText('50 of 61 shown').waitFor()
      await section.getByRole('button', { name: 'Show more' }).click()
      await section.locator('.device-row').nth(60).waitFor()
      assert.equal(await section.locator('.device-row').count(), 61)
      assert.equal(await section.getByRole('button', { name: 'Show more' }).count(), 0)
    },
  ],
  [
    'folded classes open from the bar and fold again, and a link carries it',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      assert.equal(await page.locator('.models').count(), 0)
      await page.locator('.bar [data-verdict=notListed] a').click()
      await page.waitForURL(/open=notListed#not-listed/)
      await page.locator('.models li').first().waitFor()
      await page.waitForFunction(() => document.activeElement?.id === 'not-listed')
      const devices = await page.locator('.models .count').allInnerTexts()
      assert.equal(
        devices.reduce((sum, count) => sum + Number(count.replace(',', '')), 0),
        1214,
      )
      await page.reload()
      await page.locator('.models li').first().waitFor()
      await page.locator('.folded-section[data-verdict=notListed] button[aria-expanded=true]').click()
      await page.locator('.models').waitFor({ state: 'detached' })
    },
  ],
  [
    'the CSV holds as many devices of each class as the page counts',
    async ({ page, person }) => {
      await person.open('/ask?q=CVE-2021-44228')
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: /CSV/ }).click(),
      ])
      assert.match(download.suggestedFilename(), /\.csv$/)
      const [, ...lines] = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/)
      const found = (name: string): number => lines.filter((line) => line.startsWith(name)).length
      assert.equal(lines.length, 2015)
      assert.deepEqual([found('Affected'), found('Cannot tell'), found('Not affected')], [61, 474, 266])
    },
  ],
]
