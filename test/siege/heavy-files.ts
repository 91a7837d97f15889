import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { addressOf } from '../chaos/served.ts'
import { send } from '../chaos/traffic.ts'
import { Answers } from './attack.ts'
import type { Target } from './attack.ts'

const MB = 1024 * 1024
const LIMIT_MS = 600_000
const LOOK_MS = 500

interface HeavyFile {
  readonly what: string
  readonly path: string
  readonly bytes: () => Buffer | string
  /** Statuses that are right; `done`, `failed`: what becomes of its job. */
  readonly answers: readonly string[]
}

const sbom = '/sboms?maker=a&model=heavy&version=1'
const opening = '{"bomFormat":"CycloneDX","specVersion":"1.6","components":['
const purls = (count: number): string =>
  Array.from(
    { length: count },
    (_, n) => `{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:npm/p${n}@1"}`,
  ).join()

/** Files within the limits whose content is meant to take all memory or time. */
const files: readonly HeavyFile[] = [
  { what: 'an SBOM of 30 MB of brackets', path: sbom, bytes: () => '['.repeat(30 * MB), answers: ['failed'] },
  {
    what: 'an SBOM with components 5,000 deep',
    path: sbom,
    bytes: () => `${opening}${'{"name":"a","components":['.repeat(5_000)}${']}'.repeat(5_000)}]}`,
    answers: ['201', '200', '422'],
  },
  {
    what: 'an SBOM with a name of 60 MB',
    path: sbom,
    bytes: () => `${opening}{"type":"library","name":"${'x'.repeat(60 * MB)}"}]}`,
    answers: ['done', 'failed'],
  },
  {
    what: 'an SBOM of a million components',
    path: sbom,
    bytes: () =>
      `${opening}${Array.from({ length: 1_000_000 }, (_, n) => `{"type":"library","name":"n${n}"}`).join()}]}`,
    answers: ['done', 'failed'],
  },
  {
    what: 'an SBOM with 100,000 purls of one package',
    path: sbom,
    bytes: () =>
      `{"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","name":"x","packages":[{"SPDXID":"SPDXRef-a","name":"a","externalRefs":[${purls(100_000)}]}]}`,
    answers: ['201', '200', '422'],
  },
  {
    what: 'an SBOM in XML with a million entities',
    path: sbom,
    bytes: () =>
      `<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY c "${'&a;'.repeat(1000)}">]><bom xmlns="http://cyclonedx.org/schema/bom/1.6">${'&c;'.repeat(1000)}</bom>`,
    answers: ['422'],
  },
  { what: 'an SBOM over the limit', path: sbom, bytes: () => ' '.repeat(65 * MB), answers: ['413'] },
  {
    what: 'an equipment list of one line of 50 MB',
    path: '/asset-lists',
    bytes: () => `serial,model\n${'x'.repeat(50 * MB)}`,
    answers: ['done', 'failed'],
  },
  {
    what: 'an equipment list of 50 MB in one quote',
    path: '/asset-lists',
    bytes: () => `serial,model\n"${'x\n'.repeat(25 * MB)}`,
    answers: ['done', 'failed'],
  },
  {
    what: 'an equipment list with a million columns',
    path: '/asset-lists',
    bytes: () => `serial${',x'.repeat(1_000_000)}\n1`,
    answers: ['200', '422'],
  },
  {
    what: 'a feed of 2 GB of zeros in gzip',
    path: '/feeds/nvd/file?fileName=a.gz',
    bytes: () => bomb('\0'),
    answers: ['failed'],
  },
  {
    what: 'a feed of 2 GB of brackets in gzip',
    path: '/feeds/osv/file?fileName=a.gz',
    bytes: () => bomb('['),
    answers: ['failed'],
  },
  {
    what: 'a feed of one text of 2 GB in gzip',
    path: '/feeds/epss/file?fileName=a.gz',
    bytes: () => bomb('"'.concat('x'.repeat(15))),
    answers: ['failed'],
  },
]

/** Members of gzip follow each other, so a bomb is one small one over and over. */
function bomb(text: string): Buffer {
  const member = gzipSync(text.repeat((16 * MB) / text.length))
  return Buffer.concat(Array.from({ length: 128 }, () => member))
}

/** Sends each file, and waits for what becomes of it. */
export async function heavyFiles(target: Target): Promise<Answers> {
  const answers = new Answers()
  for (const { what, path, bytes, answers: right } of files) {
    const answer = await outcomeOf(target, path, bytes())
    answers.note(answer, right.includes(answer), what)
  }
  return answers
}

async function outcomeOf(target: Target, path: string, body: Buffer | string): Promise<string> {
  const sent = await fetch(addressOf(target.place, path), {
    method: 'POST',
    headers: { authorization: `Bearer ${target.token}`, 'content-type': 'application/octet-stream' },
    body,
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch(() => undefined)
  if (sent === undefined) return 'closed'
  const told = (await sent.json().catch(() => ({}))) as { jobId?: string }
  if (sent.status !== 202) return String(sent.status)
  const limit = performance.now() + LIMIT_MS
  while (performance.now() < limit) {
    const job = await send(target, 'GET', `/jobs/${told.jobId ?? ''}`, undefined, undefined)
    const { state } = (job?.body ?? {}) as { state?: string }
    if (state === 'done' || state === 'failed') return state
    await delay(LOOK_MS)
  }
  return 'never ended'
}
