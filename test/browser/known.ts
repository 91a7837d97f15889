import assert from 'node:assert/strict'
import * as openpgp from 'openpgp'
import { advisoryOn } from './paper-documents.ts'
import { papersOf } from './papers.ts'
import type { Walk } from './stage.ts'
import { findings, settled } from './visit.ts'

/** Names, keys, statements and advisories as whole lists. */
export const knownWalks: readonly Walk[] = [
  [
    'the foot of every page leads to the pages that no question leads to, by keyboard and in either language',
    async ({ page, person }) => {
      for (const [lang, nav, names] of [
        [
          'en',
          'More pages',
          [
            'Add an SBOM',
            'Corrections',
            'Statements',
            'Advisories',
            'Names',
            'Trusted keys',
            'Network',
            'Network and list',
            'Who talks to whom',
          ],
        ],
        [
          'fr',
          'Autres pages',
          [
            'Ajouter une nomenclature',
            'Corrections',
            'Déclarations',
            'Avis',
            'Noms',
            'Clés de confiance',
            'Réseau',
            'Réseau et liste',
            'Qui parle à qui',
          ],
        ],
      ] as const) {
        for (const name of names) {
          await person.open(`/?lang=${lang}`)
          await page.getByRole('navigation', { name: nav }).getByRole('link', { name, exact: true }).press('Enter')
          await page.locator('.kept-page h1').waitFor()
          await settled(page)
        }
      }
      await person.open('/?lang=en')
    },
  ],
  [
    'names that stand for each other are found, added with what says so, closed with who says so and why, and brought back',
    async ({ page, person }) => {
      await person.open('/aliases')
      await page.getByRole('button', { name: 'New name' }).press('Enter')
      await page.getByRole('textbox', { name: 'The name (a product' }).fill('Orvéa OS')
      await page.getByRole('combobox', { name: 'What it has to do with the other' }).selectOption('may hold')
      await page.getByRole('textbox', { name: 'The other name' }).fill('FreeRTOS')
      await page.getByRole('textbox', { name: 'What says so' }).fill('Fiche produit')
      await page.getByRole('textbox', { name: 'Your name' }).fill('A. Martin')
      assert.deepEqual(await findings(page), [])
      await page.getByRole('button', { name: 'Save' }).press('Enter')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await page.getByRole('searchbox').fill('orvéa')
      await page.getByText('for this organisation alone, added by A. Martin').waitFor()
      await page.getByRole('button', { name: 'Close: Orvéa OS and FreeRTOS' }).press('Enter')
      const end = page.getByRole('dialog', { name: 'Close the name' })
      await end.getByRole('textbox', { name: 'Why, for whoever asks later' }).fill('La fiche a changé')
      await end.getByRole('textbox', { name: 'Your name' }).fill('P. Aubert')
      assert.deepEqual(await findings(page), [])
      await page.keyboard.press('Enter')
      await end.waitFor({ state: 'detached' })
      await page.getByText('No name holds that.').waitFor()
      await page.getByRole('link', { name: 'Also those closed' }).press('Enter')
      await page.waitForURL(/show=all/)
      await page.getByText(/^Closed by P\. Aubert, .*: La fiche a changé$/).waitFor()
      await page.getByRole('button', { name: 'Bring back: Orvéa OS and FreeRTOS' }).press('Enter')
      await page
        .getByRole('dialog', { name: 'Bring the name back' })
        .getByRole('button', { name: 'Bring back' })
        .press('Enter')
      await page.getByText('for this organisation alone, added by P. Aubert').waitFor()
      assert.equal(await page.locator('.kept-list > li').count(), 2)
    },
  ],
  [
    'a key is trusted with its maker, shown with its fingerprint, and trusted no more',
    async ({ page, person }) => {
      await person.open('/keys')
      await page.getByText('It names itself Sélénor PSIRT').waitFor()
      const { publicKey } = await openpgp.generateKey({ userIDs: [{ name: 'Orvéa' }], format: 'armored' })
      await page.getByRole('textbox', { name: 'The maker it speaks for' }).fill('Orvéa')
      await page.locator('input[type=file]').setInputFiles({
        name: 'orvea.asc',
        mimeType: '',
        buffer: Buffer.from(publicKey),
      })
      await page.getByRole('button', { name: 'Trust it', exact: true }).press('Enter')
      await page.getByText('It is trusted now:').waitFor()
      const remove = page.getByRole('button', { name: 'Trust it no more: Orvéa' })
      await remove.press('Enter')
      await remove.waitFor({ state: 'detached' })
      await remove.waitFor({ state: 'detached' })
      assert.equal(await page.locator('.kept-list code').count(), 1)
    },
  ],
  [
    'every statement is listed, also what speaks of nothing here, and every advisory leads to its devices',
    async ({ page, person }) => {
      await person.open('/statements')
      assert.equal(await page.locator('.said-list > li').count(), 3)
      await page.getByRole('link', { name: 'Of nothing here' }).press('Enter')
      await page.waitForURL(/show=nothing/)
      await settled(page)
      await page.locator('.said-list > li').first().waitFor()
      await page.getByText('speaks of nothing that is here. Perhaps it means').waitFor()
      await person.open('/advisories')
      await page.getByRole('searchbox').fill(papersOf.advised)
      await page.getByRole('button', { name: 'Devices of SEL-2026-004' }).press('Enter')
      await page.locator('.named-devices a').first().waitFor()
      await page.getByRole('searchbox').fill('nothing like it')
      await page.getByText('No loaded advisory holds that.').waitFor()
    },
  ],
  [
    'a VEX document is brought with its signature, tells what came of it, and is refused in words where it is none',
    async ({ page, person }) => {
      await person.open('/statements')
      await page.getByText('Add a VEX document').press('Enter')
      const { privateKey } = await openpgp.generateKey({ userIDs: [{ name: 'Kestrel' }], format: 'armored' })
      const document = Buffer.from(JSON.stringify(statementOfKestrel))
      const file = page.getByLabel('The document')
      await file.setInputFiles({ name: 'x.json', mimeType: '', buffer: Buffer.from('{"no": "statement"}') })
      const send = page.getByRole('button', { name: 'Send' })
      await send.press('Enter')
      await page.locator('.bring .refused').filter({ hasText: /\w/ }).waitFor()
      await file.setInputFiles({ name: 'kestrel.json', mimeType: '', buffer: document })
      await page.getByLabel(/^A signature in a file of its own/).setInputFiles({
        name: 'kestrel.json.asc',
        mimeType: '',
        buffer: Buffer.from(await signed(document, privateKey)),
      })
      await page.getByLabel('Whose word it is').selectOption('supplier')
      await send.press('Enter')
      const outcome = page.locator('.bring .sending')
      await outcome.getByText('It counts from now on').waitFor()
      assert.match(await outcome.innerText(), /1 statement, word: that of the supplier[\s\S]*nobody can tell by whom/)
      assert.deepEqual(await findings(page), [])
      await page.locator('.said-list').getByText('Kestrel', { exact: false }).first().waitFor()
    },
  ],
  [
    'advisories are brought as a file, tell how many were read, and are listed with the devices that they name',
    async ({ page, person }) => {
      await person.open('/advisories')
      await page.getByText('Add advisories').press('Enter')
      const advisory = JSON.stringify(advisoryOn({ ...papersOf, version: '3.1' })).replaceAll(
        'SEL-2026-004',
        'SEL-2026-005',
      )
      const file = page.getByLabel('The file')
      await file.setInputFiles({ name: 'x.json', mimeType: '', buffer: Buffer.from('no advisory') })
      await page.getByRole('button', { name: 'Send' }).press('Enter')
      await page.locator('.bring .refused').filter({ hasText: /\w/ }).waitFor()
      await file.setInputFiles({ name: 'sel-2026-005.json', mimeType: '', buffer: Buffer.from(advisory) })
      await page.getByRole('button', { name: 'Send' }).press('Enter')
      await page.locator('.bring .sending').getByText('1 document read, 1 new or changed').waitFor()
      await page.getByRole('button', { name: 'Devices of SEL-2026-005' }).waitFor()
      assert.deepEqual(await findings(page), [])
    },
  ],
]

/** It speaks of nothing here, so that no answer changes. */
const statementOfKestrel = {
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://kestrel.example/vex/1',
  author: 'Kestrel',
  timestamp: '2026-10-05T08:00:00Z',
  version: 1,
  statements: [
    {
      vulnerability: { name: 'CVE-2021-31571' },
      products: [{ '@id': 'pkg:generic/kestrel/relay@7' }],
      status: 'under_investigation',
    },
  ],
}

async function signed(document: Uint8Array, privateKey: string): Promise<string> {
  const signingKeys = await openpgp.readPrivateKey({ armoredKey: privateKey })
  const message = await openpgp.createMessage({ binary: new Uint8Array(document) })
  return openpgp.sign({ message, signingKeys, detached: true })
}
