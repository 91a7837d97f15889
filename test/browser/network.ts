import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Walk } from './stage.ts'
import { findings, settled, visit } from './visit.ts'

/** The head of a pcap file without packets: version 2.4, Ethernet. */
const emptyCapture = Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex')

/** What was heard on the network: devices, how they stand to the list, and who talks to whom. */
export const networkWalks: readonly Walk[] = [
  [
    'by keyboard alone what was seen is settled with the list one after the other, and undone',
    async ({ page, person }) => {
      await person.open('/reconcile')
      await page.evaluate(() => sessionStorage.clear()) // nobody said yet who decides
      await page.reload()
      const tabs = page.getByRole('navigation', { name: 'How they stand to each other' })
      await tabs.getByText('1,943').waitFor()
      const shown = await tabs.getByRole('link').allInnerTexts()
      assert.deepEqual(
        shown.map((text) => text.replace(/\s+/g, ' ')),
        ['Matched 72', 'Probable 8', 'Only on the network 5', 'Only in the list 1,943'],
      )
      const rows = page.locator('.queue-name')
      assert.equal(await rows.count(), 8)
      await rows.first().focus()
      await page.keyboard.press('y')
      assert.equal(await focusedName(page), await page.getByLabel('Your name, for what you decide').getAttribute('id'))
      await page.keyboard.type('A. Martin')
      await page.keyboard.press('Enter')
      await page.waitForFunction(() => document.activeElement?.classList.contains('queue-name'))
      assert.equal(await focusedName(page), await rows.nth(1).getAttribute('id'))
      await page
        .locator('.queue-said')
        .first()
        .getByText(/^Is BM-\d+/)
        .waitFor()
      await page.keyboard.press('n')
      await page.keyboard.press('j')
      await page.keyboard.press('k')
      assert.equal(await focusedName(page), await rows.nth(2).getAttribute('id'))
      await tabs.getByRole('link', { name: 'Matched 73' }).waitFor()
      await tabs.getByRole('link', { name: 'Only on the network 6' }).waitFor()
      await page
        .getByRole('status')
        .getByText(/is not BM-\d+.*u undoes it/)
        .waitFor()
      assert.deepEqual(await findings(page), [])
      await page.keyboard.press('u')
      await tabs.getByRole('link', { name: 'Only on the network 5' }).waitFor()
      assert.equal(await focusedName(page), await rows.nth(1).getAttribute('id'))
      await rows.first().focus()
      await page.keyboard.press('u')
      await tabs.getByRole('link', { name: 'Matched 72' }).waitFor()
      await page.locator('.queue-said').first().waitFor({ state: 'detached' })
      for (const key of ['o', '1']) {
        await rows.first().press(key)
        await tabs.getByRole('link', { name: 'Matched 73' }).waitFor()
        await rows.first().press('u')
        await tabs.getByRole('link', { name: 'Matched 72' }).waitFor()
      }
      await rows.first().press('ArrowDown')
      assert.equal(await focusedName(page), await rows.nth(1).getAttribute('id'))
      await page.keyboard.press('ArrowUp')
      assert.equal(await focusedName(page), await rows.first().getAttribute('id'))
    },
  ],
  [
    'what it stands on opens below it, keys are told, and the tabs are links',
    async ({ page, person }) => {
      await person.open('/reconcile')
      const row = page.locator('.queue-name').first()
      await row.focus()
      await page.keyboard.press('Enter')
      await page.locator('.evidence').getByText('serial number').waitFor()
      assert.match(await page.locator('.evidence').innerText(), /snmp[\s\S]*95%[\s\S]*demo\.pcap, packet 1/)
      await row.focus()
      await page.keyboard.press('?')
      await page.getByText('undo, the last one first').waitFor()
      assert.deepEqual(await findings(page), [])
      await page.getByRole('link', { name: /^Only in the list/ }).press('Enter')
      await page.waitForURL(/tab=list/)
      await settled(page)
      await page.getByText('Nothing on the network is surely this one.').first().waitFor()
    },
  ],
  [
    'what no rule finds is found by hand, from either side',
    async ({ page, person }) => {
      await person.open('/reconcile?tab=network&q=imprimante')
      const row = page.locator('.queue-name').first()
      await row.focus()
      await page.keyboard.press('f')
      const sheet = page.getByRole('dialog', { name: 'Which device of the list is it?' })
      await sheet.getByRole('searchbox').fill('BM-01999')
      await sheet.getByRole('button', { name: /^BM-01999/ }).press('Enter')
      await page
        .locator('.queue-said')
        .getByText(/^Is BM-01999/)
        .waitFor()
      await page.getByRole('link', { name: 'Only on the network 4' }).waitFor()
      await page.getByRole('button', { name: /^Undo u what was said of/ }).click()
      await page.getByRole('link', { name: 'Only on the network 5' }).waitFor()
      await page.keyboard.press('f')
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    },
  ],
  [
    'devices on the network are found by text and by what is to be looked at, and each tells what it stands on',
    async ({ page, person }) => {
      await person.open('/network?standing=matched')
      await page.getByRole('searchbox', { name: /^Part of a maker/ }).fill('écholine')
      await page.waitForURL(/q=%C3%A9choline/)
      await page.locator('.kept-list a').first().press('Enter')
      await page.waitForURL(/\/network\/[0-9a-f-]{36}/)
      await settled(page)
      await page.getByRole('heading', { name: 'Why it is one device' }).waitFor()
      const text = await page.locator('#main').innerText()
      for (const part of [/in the inventory/, /same serial number/, /told by 1 voice/, /demo\.pcap, packet 1/])
        assert.match(text, part)
      await page.locator('.traffic-of .said-list').getByText('clear text').first().waitFor()
      assert.match(await page.locator('.traffic-of').innerText(), /dicom, tcp\/104/)
      assert.deepEqual(await findings(page), [])
      await person.open('/network')
      const [standing, look] = [
        page.getByRole('navigation', { name: 'How they stand to the inventory' }),
        page.getByRole('navigation', { name: 'What to look at' }),
      ]
      await standing.getByRole('link', { name: 'only on the network' }).press('Enter')
      await page.waitForURL(/standing=onlyOnNetwork/)
      await settled(page)
      assert.equal(await page.locator('.kept-list > li').count(), 5)
      assert.equal(await standing.locator('[aria-current=page]').innerText(), 'only on the network')
      await look.getByRole('link', { name: 'Contradicting facts' }).press('Enter')
      await page.getByText('Nothing was seen that fits.').waitFor()
      await person.open('/network?show=notSeen')
      await page.getByText('not seen for 30 days', { exact: true }).waitFor()
      assert.equal(await page.locator('.kept-list > li').count(), 1)
    },
  ],
  [
    'a capture is brought from the page, and what is none is refused in words',
    async ({ page, person }) => {
      await person.open('/network')
      await page.getByText('Add a capture or log').press('Enter')
      const file = page.getByLabel(/^A capture or log/)
      await file.setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from('no capture at all') })
      await page.getByRole('button', { name: 'Listen to it' }).click()
      await page.getByRole('alert').filter({ hasText: /\w/ }).waitFor()
      await file.setInputFiles({ name: 'empty.pcap', mimeType: 'application/octet-stream', buffer: emptyCapture })
      await page.getByRole('button', { name: 'Listen to it' }).click()
      await page.getByText('It was listened to.').waitFor()
      await page.getByText('0 packets read; 0 addresses of which something was told').waitFor()
      assert.deepEqual(await findings(page), [])
    },
  ],
  [
    'a device on the network leads to that of the list, which tells what the network says of it',
    async ({ page, person }) => {
      await person.open('/network?standing=matched&q=Perfuline')
      await page.locator('.kept-list a').first().press('Enter')
      await page.waitForURL(/\/network\/[0-9a-f-]{36}/)
      await settled(page)
      const ofDevice = (await page.locator('a[href^="/devices/"]').first().getAttribute('href')) ?? ''
      await page.getByRole('heading', { name: 'Why it is one device' }).waitFor()
      await person.open(ofDevice)
      await page.getByRole('heading', { name: 'What the network tells of it' }).waitFor()
      await page.locator('a[href^="/network/"]').first().waitFor()
      assert.deepEqual(await findings(page), [])
    },
  ],
  [
    'who talks to whom: exposures by rule, zones as a table, and the flows of a model to take along',
    async ({ page, person }) => {
      await person.open('/traffic')
      const rules = page.getByRole('navigation', { name: 'Rule' })
      await rules.getByRole('link', { name: /^opens to the internet/ }).press('Enter')
      await page.waitForURL(/rule=toInternet/)
      await settled(page)
      assert.equal(await rules.locator('[aria-current=page]').count(), 1)
      const exposure = page.locator('.said-list > li').first()
      assert.match(
        await exposure.innerText(),
        /^Orvessa Imaging .* opens to the internet 203\.0\.113\.40\n+tls, tcp\/443/,
      )
      assert.match(await page.locator('.zone-picture').innerText(), /internet[\s\S]*MB/)
      assert.deepEqual(await findings(page), [])
      await page.getByText('Names of zones').press('Enter')
      await page.getByRole('textbox', { name: 'The network: 10.12.0.0/16' }).fill('10.200.0.7/16')
      await page.getByRole('textbox', { name: 'Its name' }).fill('Réserve')
      await page.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      await page.keyboard.press('Enter')
      assert.deepEqual(await findings(page), [])
      await page.getByRole('button', { name: 'Take the name away 10.200.0.0/16: Réserve' }).press('Enter')
      await page.getByText('10.200.0.0/16', { exact: true }).waitFor({ state: 'detached' })
      await page.getByRole('textbox', { name: 'Maker' }).fill('Orvessa Imaging')
      await page.getByRole('textbox', { name: 'Model' }).fill('Écholine X')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { name: 'The flows that a model needs' }).waitFor()
      await page.getByText(/Orvessa Imaging Écholine X: \d+ devices? seen/).waitFor()
      await page
        .getByText(/from it to .* · dicom, tcp\/104/)
        .first()
        .waitFor()
      for (const [link, type] of [
        [/CSV/, /\.csv$/],
        [/nftables/, /\.nft$/],
      ] as const) {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('link', { name: link }).click(),
        ])
        assert.match(download.suggestedFilename(), type)
      }
      assert.deepEqual(await findings(page), [])
    },
  ],
  [
    'the pages on the network fit into 320 px, in either language and scheme',
    async ({ browser, served }) => {
      for (const [lang, colorScheme] of [
        ['en', 'dark'],
        ['fr', 'light'],
      ] as const) {
        const phone = await visit(browser, served, {
          colorScheme,
          viewport: { width: 320, height: 640 },
          hasTouch: true,
          isMobile: true,
        })
        for (const path of ['/reconcile', '/reconcile?tab=list', '/network', '/traffic']) {
          await phone.open(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
          assert.deepEqual(await findings(phone.page), [], path)
          assert.ok((await phone.page.evaluate(() => document.documentElement.scrollWidth)) <= 320, path)
        }
        await phone.end()
      }
    },
  ],
]

async function focusedName(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.id ?? null)
}
