import { Option } from 'commander'
import { readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  addSbom,
  ask,
  fuseObservations,
  giveNetworkName,
  importAssets,
  loadFeed,
  rematch,
  stillMatching,
  takeObservations,
  tellAnswer,
} from '../../flows/index.ts'
import { StoreError } from '../../store/index.ts'
import type { Store } from '../../store/index.ts'
import { numberOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { toPort } from '../port.ts'
import { withOrganisation, withStore } from '../session.ts'
import type { Organisation, Session } from '../session.ts'
import { usualPort } from './serve.ts'

const linesShown = 8
const goOn = `
Go on with, for example:
  auscult --demo ask openssl
  auscult --demo ask log4j
  auscult --demo ask CVE-2021-44228 --all
  auscult --demo feed status
(before it is installed, "node bin/auscult.mjs" stands for "auscult")`

/** `demo`: from nothing to an answer, on a fictional hospital in a data folder of its own. A second run changes nothing and answers again. */
export const demoCommand: CommandDefinition = {
  name: 'demo',
  arguments: '',
  description:
    'makes a fictional hospital with real vulnerabilities, loads it, asks about two of them, and serves its page',
  options: [
    new Option('--port <number>', 'where the page is served').default(usualPort).argParser(toPort),
    new Option('--no-serve', 'ends after the answers instead of serving the page'),
  ],
  examples: [
    'auscult demo',
    'auscult demo --no-serve',
    'auscult --demo ask openssl',
    "auscult --demo ask 'curl < 8.4.0' --csv",
  ],
  run: async (given, _arguments, options) => {
    const session = given.demo
      ? given
      : { ...given, demo: true, databaseUrl: undefined, dataFolder: join(given.dataFolder, 'demo') }
    const { questions } = await import('../../../demo/index.ts')
    const clock = startClock(session)
    await removeIfOfAnotherVersion(session)
    await withOrganisation(session, async (store, organisation) => {
      clock.tell('the database runs')
      await load(session, store, organisation, clock)
      await listen(store, organisation, clock)
      for (const text of questions) await ask(store, { organisation, text, fictional: true })
      clock.tell(`${questions.length} questions answered`)
      await show(session, store, organisation, questions)
      session.screen.remark(goOn)
      const port = numberOption(options, 'port') ?? usualPort
      if (options['serve'] !== false && !session.json) await servePage(session, store, port)
    })
    return 0
  },
}

/** Serves until Ctrl-C. Where something listens already there is nothing to add: it may be this very demonstration. */
async function servePage(session: Session, store: Store, port: number): Promise<void> {
  const { serve } = await import('../serving.ts')
  try {
    await serve(session, store, { port, newToken: false, showToken: 'always', logs: false })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'portTaken')) throw error
    session.screen.remark(`the page is not served: ${error.message}`)
  }
}

/** The demonstration is invented: one that another version of Auscult made is made anew. */
async function removeIfOfAnotherVersion(session: Session): Promise<void> {
  try {
    await withStore(session, async () => undefined)
  } catch (error) {
    const isOther =
      error instanceof StoreError && ['migrationEdited', 'databaseNewer', 'wrongMajorVersion'].includes(error.code)
    if (!isOther) throw error
    session.screen.remark('the demonstration was made by another version of Auscult and is made anew')
    await rm(session.dataFolder, { recursive: true, force: true })
  }
}

interface Clock {
  readonly tell: (what: string) => void
}

function startClock({ screen }: Session): Clock {
  const startedAt = performance.now()
  return {
    tell: (what) => screen.remark(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${what}`),
  }
}

async function load(session: Session, store: Store, { organisationId }: Organisation, clock: Clock): Promise<void> {
  const { feedFiles, writeHospital } = await import('../../../demo/index.ts')
  const { hospital, sbomPaths, devicesPath } = await writeHospital(join(session.dataFolder, 'hospital'))
  for (const [index, path] of sbomPaths.entries()) {
    session.signal.throwIfAborted()
    const { maker, model, version } = hospital.sboms[index] ?? {}
    const target = { ...(maker && { maker }), ...(model && { model }), ...(version && { version }) }
    const added = await addSbom(store, {
      organisationId,
      bytes: await readFile(path),
      fileName: basename(path),
      target,
    })
    if (added.is === 'refused') throw new CommandError('refused', `${path}: ${added.because}`)
  }
  clock.tell(`${sbomPaths.length} SBOMs of ${hospital.modelVersions.length} model versions`)
  let records = 0
  for (const path of Object.values(feedFiles))
    records += (await loadFeed(store, { path, signal: session.signal })).records
  clock.tell(`${records} records of ${Object.keys(feedFiles).length} feeds`)
  const bytes = await readFile(devicesPath)
  const imported = await importAssets(store, {
    organisationId,
    fileName: basename(devicesPath),
    bytes,
    dryRun: false,
    now: new Date(),
  })
  if (imported.is === 'refused') throw new CommandError('refused', `${devicesPath}: ${imported.because}`)
  clock.tell(`${imported.list.rows.length} devices, ${imported.keptApart.length} lines kept apart`)
  const { opened, closed } = await rematch(store, 'stale')
  clock.tell(`${opened} new findings, ${closed} no longer hold`)
}

/** What was heard on the hospital's network; a second time it is known already. */
async function listen(store: Store, organisation: Organisation, clock: Clock): Promise<void> {
  const { makeHospital, makeNetwork } = await import('../../../demo/index.ts')
  const now = new Date()
  const { zones, ...batch } = makeNetwork(makeHospital().devices, now)
  const { organisationId } = organisation
  const given = { organisationId, sensor: 'demo', batchId: '1', source: 'demo.pcap', batch, now }
  const { is } = await takeObservations(store, given)
  if (is === 'taken') {
    for (const zone of zones) await giveNetworkName(store, organisation, { ...zone, author: 'demo' })
  }
  const { devices } = await fuseObservations(store, { organisationId })
  clock.tell(`${devices} devices on the network`)
}

async function show(session: Session, store: Store, organisation: Organisation, all: readonly string[]): Promise<void> {
  const { language, json, screen } = session
  const look = {
    language,
    colour: screen.colour,
    width: screen.width,
    all: json,
    ...(json ? {} : { limit: linesShown }),
  }
  const as = json ? 'json' : 'text'
  if (json) await screen.answer(['{"answers":['])
  for (const [place, text] of all.entries()) {
    await screen.answer([json ? (place === 0 ? '' : ',') : '\n'])
    const asked = { organisation, text, fictional: true, as, look } as const
    const told = await tellAnswer(store, asked, async ({ pieces }) => screen.answer(pieces))
    if (told.is === 'notUnderstood') throw new CommandError('notUnderstood', told.message)
    if (told.is === 'busy') throw new CommandError('busy', stillMatching)
  }
  if (json) await screen.answer([']}\n'])
}
