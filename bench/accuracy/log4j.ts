import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  addStatements,
  createOrganisation,
  importAssets,
  loadFeed,
  rematch,
  tellAnswer,
} from '../../src/flows/index.ts'
import type { Answer, AnsweredDevice } from '../../src/model/index.ts'
import type { Organisation, Store } from '../../src/store/index.ts'
import type { AccuracySet, Judged } from './accuracy-set.ts'
import { readLog4jRows, versionSpokenOf } from './log4j-rows.ts'
import type { Stated } from './log4j-rows.ts'
import { toCsaf } from './log4j-csaf.ts'
import { yearOf } from './scan-parts.ts'

/** Rows of one document: a maker's document names tens of products, seldom hundreds. */
const ROWS_OF_DOCUMENT = 200

/** What nobody means by a version: a device of a product that is spoken of as a whole. */
const ANY_VERSION = '1.0'

/** Products stated to be affected, repaired or not affected, as advisories, and devices of those very versions. */
export const log4jAffected: AccuracySet = {
  id: 'log4j-affected',
  what: 'a list of products as advisories; devices of the versions it names get the verdict it states, or unknown with the reason',
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async (ground) => {
    const rows = await readLog4jRows()
    const store = await ground.emptyStore()
    const organisation = await createOrganisation(store, 'Owner of everything')
    const folder = join(await ground.scratch(), 'csaf')
    await mkdir(folder)
    let problems = 0
    for (let from = 0; from < rows.length; from += ROWS_OF_DOCUMENT) {
      const name = `log4j-${from}`
      const bytes = Buffer.from(JSON.stringify(toCsaf(name, rows.slice(from, from + ROWS_OF_DOCUMENT))))
      await writeFile(join(folder, `${name}.json`), bytes)
      const added = await addStatements(store, { organisationId: organisation.organisationId, bytes, role: 'maker' })
      problems += added.problems.length
    }
    await loadFeed(store, { path: folder, feed: 'csaf' })
    const devices = rows.map((row) => versionSpokenOf(row.versions) ?? (isWhole(row) ? ANY_VERSION : row.versions))
    await own(store, organisation, rows, devices)
    await rematch(store, 'stale')
    const judged = await answersOf(store, organisation, rows, devices)
    return {
      judged,
      remarks: [`${rows.length} rows; ${problems} remarks of the reader of statements`, ...reasonsOf(judged)],
    }
  },
}

/** How many rows got which reason. */
function reasonsOf(judged: readonly Judged[]): string[] {
  const groups = Map.groupBy(judged, ({ source, found, because }) => `${source}: ${found}, ${because}`)
  return [...groups].map(([reason, { length }]) => `${reason}: ${length}`).sort()
}

/** True where the row speaks of the product as a whole. */
function isWhole({ versions }: Stated): boolean {
  return /^(?:all(?: platforms| versions)?|)$/i.test(versions.trim())
}

/** One device for each row, of the version it speaks of. */
async function own(
  store: Store,
  { organisationId }: Organisation,
  rows: readonly Stated[],
  versions: readonly string[],
): Promise<void> {
  const lines = rows.map(({ vendor, product }, place) =>
    [`R${place}`, vendor, product, versions[place] ?? ''].map(quoted).join(';'),
  )
  const bytes = Buffer.from(['serial;maker;model;software version', ...lines].join('\n'))
  await importAssets(store, { organisationId, fileName: 'rows.csv', bytes, dryRun: false, now: new Date() })
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll(/\s+/g, ' ')}"`
}

async function answersOf(
  store: Store,
  organisation: Organisation,
  rows: readonly Stated[],
  versions: readonly string[],
): Promise<Judged[]> {
  const judged: Judged[] = []
  for (const [vulnerability, stated] of Map.groupBy(rows.entries(), ([, row]) => row.vulnerability)) {
    const answers = await ask(store, organisation, vulnerability)
    for (const [place, row] of stated) {
      const device = answers.get(`R${place}`)
      judged.push({
        source: `log4j list, ${row.status}`,
        year: yearOf(vulnerability),
        subject: `${row.vendor} ${row.product} ${versions[place]} ("${row.versions}")`,
        vulnerability,
        truth: row.status === 'affected' ? 'affected' : 'notAffected',
        found: device?.verdict === 'affected' ? 'affected' : device?.verdict === 'unknown' ? 'possible' : 'absent',
        because: device?.reason ?? 'no such device',
      })
    }
  }
  return judged
}

async function ask(
  store: Store,
  organisation: Organisation,
  text: string,
): Promise<ReadonlyMap<string, AnsweredDevice>> {
  const look = { language: 'en', colour: false, width: 100, all: true } as const
  const asked = { organisation, text, fictional: false, as: 'json', look } as const
  const told = await tellAnswer(store, asked, async ({ pieces }) => (await Array.fromAsync(pieces)).join(''))
  if (told.is !== 'answer') throw new Error(`the question ${text} was not answered`)
  const answer = JSON.parse(told.value) as Answer & { readonly devices: readonly AnsweredDevice[] }
  return new Map(answer.devices.map((device) => [device.serial ?? '', device]))
}
