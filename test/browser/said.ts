import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { papersOf } from './papers.ts'
import type { Walk } from './stage.ts'
import { findings, settled } from './visit.ts'

/** What makers, coordinators and the hospital say: of vulnerabilities, of devices, of SBOMs. */
export const saidWalks: readonly Walk[] = [
  [
    'a vulnerability that nobody can match is a blind spot, with how CISA weighed it and the sources that speak of it',
    async ({ page, person }) => {
      await person.open(`/vulnerabilities/${papersOf.blind}`)
      const text = await page.locator('.page-head').innerText()
      assert.match(text, /Blind spot: no source says, in a form a machine can read/)
      assert.match(
        text,
        /CISA-ADP \(SSVC, 5 October 2026\): exploitation shown to be possible, attacks can be automated/,
      )
      assert.match(text, /Sources that speak of it: cve CVE-2031-4242/)
      await page.getByText('No loaded advisory names it.').waitFor()
      await person.open('/vulnerabilities/CVE-2021-44228')
      assert.equal(await page.locator('.blind-spot').count(), 0)
    },
  ],
  [
    'statements that contradict each other stand side by side, and one that means nothing here names the nearest',
    async ({ page, person }) => {
      await person.open(`/vulnerabilities/${papersOf.disputed}`)
      await page.getByText(`They contradict each other on ${papersOf.disputed} · Sélénor Glykomo G2 3.1`).waitFor()
      const said = page.locator('.stated .said-list > li')
      assert.equal(await said.count(), 3)
      const text = await said.allInnerTexts()
      assert.ok(text.some((each) => /not affected .* — Sélénor, maker/.test(each) && each.includes('not signed')))
      assert.ok(text.some((each) => each.includes('affected — CERT Val-Aubépine, coordinator')))
      assert.ok(text.some((each) => /speaks of nothing that is here\. Perhaps it means: .*Glykomo G2/.test(each)))
      await page.getByText('Do not unplug, restart, scan or update a device in use').waitFor()
    },
  ],
  [
    'the why of a device tells who decides and who does not',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}`)
      await page.getByRole('button', { name: `Why, for ${papersOf.disputed}` }).click()
      const why = await page.locator('.findings .why-list').innerText()
      assert.match(why, /CERT Val-Aubépine, coordinator decides/)
      assert.match(why, /Sélénor, maker does not decide/)
      for (const format of ['CSAF', 'CycloneDX', 'OpenVEX']) {
        const link = page.locator('.stated > .said-source').getByRole('link', { name: format, exact: true })
        const response = await page.request.get((await link.getAttribute('href')) ?? '')
        assert.equal(response.status(), 200, format)
      }
    },
  ],
  [
    'an advisory on a vulnerability leads to the devices that it names',
    async ({ page, person }) => {
      await person.open(`/vulnerabilities/${papersOf.advised}`)
      await page.getByText(/\d+ devices affected/).waitFor()
      await page.getByRole('button', { name: 'Devices of SEL-2026-004' }).press('Enter')
      const device = page.locator('.named-devices a').first()
      await device.press('Enter')
      await page.getByRole('heading', { name: 'Advisories that name it' }).waitFor()
      await settled(page)
      await page.getByRole('heading', { name: 'Modem cellulaire de Glykomo G2' }).waitFor()
    },
  ],
  [
    'by keyboard alone a person says how far the work is, with a note and a name, and it stays',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}`)
      await page.getByText('Repair by the maker: Faites mettre le modem à jour').waitFor()
      await page.getByText('Work: to be done').waitFor()
      await page.getByRole('button', { name: `Change how far the work on ${papersOf.advised} is` }).press('Enter')
      await page.getByRole('radio', { name: 'to be done' }).press('ArrowRight')
      await page.getByRole('textbox', { name: 'Note' }).fill('Rendez-vous pris avec le fabricant')
      await page.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      await page.keyboard.press('Enter')
      await page.getByText('Work: in progress').waitFor()
      assert.match(await page.locator('.work').innerText(), /A\. Martin, .* · Rendez-vous pris avec le fabricant/)
      await page.reload()
      await page.getByText('Work: in progress').waitFor()
    },
  ],
  [
    'a decision on another version waits until a person confirms it here',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.nextDeviceId}`)
      await page.getByText('Decided for Sélénor Glykomo G2 3.1. Here it counts for nothing').waitFor()
      const finding = page.locator('.findings > ul > li').filter({ hasText: papersOf.advised })
      await finding.getByText('A decision on another version waits to be confirmed.').waitFor()
      await finding.getByRole('button', { name: `Why, for ${papersOf.advised}` }).press('Enter')
      await finding.getByText('Le modem est coupé dans nos services').first().waitFor()
      assert.deepEqual(await findings(page), [])
      await finding.getByRole('button', { name: `It holds here too: ${papersOf.advised}` }).press('Enter')
      await page.getByRole('textbox', { name: 'Your name' }).fill('P. Aubert')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => document.querySelector('.to-confirm, .to-confirm-mark') === null)
      await page.getByText('under investigation — P. Aubert, hospital').first().waitFor()
    },
  ],
  [
    'an SBOM tells who signed it, in words: valid, invalid, not signed',
    async ({ page, person, papers }) => {
      const marks = async (deviceId: string): Promise<string> => {
        await person.open(`/devices/${deviceId}`)
        return page.locator('.sboms .signature-mark').first().innerText()
      }
      assert.match(await marks(papers.deviceId), /^ ?signed by Sélénor, as Sélénor PSIRT/)
      assert.match(await marks(papers.forgedDeviceId), /SIGNATURE INVALID/)
      assert.match(await marks(papers.nextDeviceId), /not signed/)
    },
  ],
  [
    'an SBOM is had in two formats, says how deep it goes, and leads to what changed since the one before',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}`)
      for (const [name, format] of [
        ['CycloneDX 1.6', /"bomFormat": ?"CycloneDX"/],
        ['SPDX 2.3', /"spdxVersion": ?"SPDX-2\.3"/],
      ] as const)
        assert.match(await downloaded(page, name), format)
      await page.getByRole('button', { name: 'How much it says' }).press('Enter')
      await page.getByText('It does not say whether it lists the whole device.').waitFor()
      await page.getByRole('link', { name: /^What changed since selenor-glykomo/ }).press('Enter')
      await page.getByRole('heading', { name: 'What changed' }).waitFor()
      await settled(page)
      assert.match(await page.locator('.diff-components').innerText(), /added\s+lodash\s+4\.17\.20/)
      assert.match(await page.locator('.diff-flaws').innerText(), /Newly affected CVE-2021-23337/)
      await person.open('/diff?from=nothing&to=0')
      await page.locator('[data-state=failed]').waitFor()
    },
  ],
  [
    'what the server refuses is said where the form stands, and what was written stays',
    async ({ page, person, papers }) => {
      await person.open(`/devices/${papers.deviceId}`)
      const detail = 'the database is being restored; try again in a minute'
      await page.route(/\/remediations\?/, (route) =>
        route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({ type: 'about:blank', title: 'x', status: 503, code: 'databaseBusy', detail }),
        }),
      )
      await page.getByRole('button', { name: /^Change how far/ }).click()
      await page.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The database is being restored; try again in a minute.').waitFor()
      assert.equal(await page.getByRole('textbox', { name: 'Your name' }).inputValue(), 'A. Martin')
      await page.unroute(/\/remediations\?/)
    },
  ],
]

async function downloaded(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name, exact: true }).click(),
  ])
  return readFile(await download.path(), 'utf8')
}
