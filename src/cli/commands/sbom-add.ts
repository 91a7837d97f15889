import { Option } from 'commander'
import { basename } from 'node:path'
import {
  addSbom,
  devicesNamed,
  readColumnChoices,
  rematch,
  requireRetirable,
  retireSbom,
  saySignature,
  visible,
  visibleJson,
} from '../../flows/index.ts'
import type { AddSbomOptions, Language, SbomAdded, SbomTarget } from '../../flows/index.ts'
import type { ListUnderstood, Problem, Sbom, SignatureShown } from '../../model/index.ts'
import type { Store } from '../../store/index.ts'
import { numberOption, textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, exitCodes, partly, toFailure } from '../failure.ts'
import { listInputs, readInput } from '../files.ts'
import { sayList } from '../say-list.ts'
import { withOrganisation } from '../session.ts'
import { signatureOf } from '../signature-file.ts'
import { toSbomId } from './sbom-retire.ts'
import type { Organisation } from '../session.ts'

const problemsShown = 5

/** `sbom add FILE`: attaches SBOMs to model versions or to one device, then matches what is new. */
export const sbomAddCommand: CommandDefinition = {
  name: 'sbom add',
  arguments: '<file...>',
  description:
    'attaches CycloneDX, SPDX or SWID files, or component lists in CSV, Excel or PDF, to what they describe: the model version given, one device, or what they name themselves',
  options: [
    new Option('--maker <name>', 'the maker of the device'),
    new Option('--model <name>', 'the model'),
    new Option('--version <text>', 'the software version'),
    new Option('--device <text>', 'one device, by serial number, asset tag, address or host name').conflicts([
      'maker',
      'model',
      'version',
    ]),
    new Option('--signature <file>', 'a detached signature of the one file: OpenPGP (.asc, .sig) or a Sigstore bundle'),
    new Option('--replaces <id>', 'the SBOM whose place the one file takes: that one is retired').argParser(toSbomId),
    new Option('--columns <text>', 'what the columns of a component list are: name=2,version=Version,none=Notes'),
    new Option('--confirm <word>', 'confirms the list that was shown with this word'),
  ],
  examples: [
    'auscult sbom add pump.cdx.json',
    'auscult sbom add pump.xml --maker "Acme Medical" --model "Infusa 3" --version 4.2.1',
    'auscult sbom add monitor.spdx --device BM-00412',
    'auscult sbom add pump.cdx.json --signature pump.cdx.json.asc',
    'auscult sbom add pump-corrected.cdx.json --replaces 12',
    'auscult sbom add folder-of-sboms/',
    'auscult sbom add list.csv --maker Acme --model "Infusa 3" --version 4.2.1 --columns name=Composant,version=3',
    'auscult sbom add white-paper.pdf --maker Acme --model "Infusa 3" --version 4.2.1 --confirm 3f2a9c0d1b4e5f60',
  ],
  run: async (session, given, options) => {
    const files = await listInputs(given)
    const list = toListOptions(options, files)
    const signature = await signatureOf(options, files)
    return withOrganisation(session, async (store, organisation) => {
      const target = await toTarget(store, organisation, options)
      const replaced = numberOption(options, 'replaces')
      if (replaced !== undefined) await requireReplaceable(store, organisation, replaced, files)
      const results: FileResult[] = []
      for (const file of files) {
        session.signal.throwIfAborted()
        const asked = { organisationId: organisation.organisationId, target, ...list, ...(signature && { signature }) }
        const result = await addFile(store, file, asked)
        results.push(result)
        if (replaced !== undefined && result.sbomId !== undefined)
          await retireSbom(store, { organisation, sbomId: replaced, replacedBy: result.sbomId })
        if (!session.json) await session.screen.answer(sayResult(result, session.language))
      }
      const matched = results.some(({ is }) => is === 'added') ? await rematch(store, 'stale') : undefined
      if (session.json)
        await session.screen.answer([`${visibleJson({ files: results, ...(matched && { rematch: matched }) })}\n`])
      else if (matched !== undefined)
        await session.screen.answer([`matched: ${matched.opened} new findings, ${matched.closed} no longer hold\n`])
      return toExitCode(results)
    })
  },
}

/** One file takes the place of one SBOM, which is looked at before anything is added. */
async function requireReplaceable(
  store: Store,
  organisation: Organisation,
  sbomId: number,
  files: readonly string[],
): Promise<void> {
  if (files.length !== 1) throw new CommandError('usage', '--replaces goes with one file: add the others by themselves')
  await requireRetirable(store, organisation, { sbomId })
}

interface FileResult {
  readonly file: string
  readonly is: 'added' | 'unchanged' | 'needsConfirmation' | 'refused'
  readonly because?: string
  readonly exitCode?: number
  /** Its number, for `sbom diff`. */
  readonly sbomId?: number
  readonly describes?: string
  readonly devices?: number
  readonly sha256?: string
  readonly format?: string
  readonly components?: number
  readonly signature?: SignatureShown
  /** Of a component list: how it was understood, and the word that confirms it. */
  readonly list?: ListUnderstood
  readonly confirmation?: string
  readonly problems: readonly Problem[]
}

type Asked = Omit<AddSbomOptions, 'bytes' | 'fileName'>

function toListOptions(
  options: Readonly<Record<string, unknown>>,
  files: readonly string[],
): Pick<Asked, 'hints' | 'confirm'> {
  const columns = textOption(options, 'columns')
  const confirm = textOption(options, 'confirm')
  if (confirm !== undefined && files.length !== 1)
    throw new CommandError('usage', '--confirm speaks of one list; name that file alone')
  return {
    ...(columns === undefined ? {} : { hints: { choices: readColumnChoices(columns) } }),
    ...(confirm === undefined ? {} : { confirm: confirm.trim().toLowerCase() }),
  }
}

async function toTarget(
  store: Store,
  organisation: Organisation,
  options: Readonly<Record<string, unknown>>,
): Promise<SbomTarget> {
  const device = textOption(options, 'device')
  if (device !== undefined) return { deviceId: await theDevice(store, organisation, device) }
  const [maker, model, version] = ['maker', 'model', 'version'].map((name) => textOption(options, name))
  return {
    ...(maker === undefined ? {} : { maker }),
    ...(model === undefined ? {} : { model }),
    ...(version === undefined ? {} : { version }),
  }
}

async function theDevice(
  store: Store,
  organisation: Organisation,
  text: string,
): Promise<Extract<SbomTarget, { deviceId: unknown }>['deviceId']> {
  const found = await devicesNamed(store, organisation, text)
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return first.deviceId
  const names = found
    .slice(0, 5)
    .map((device) =>
      [device.assetTag, device.serial, device.maker, device.model].filter((each) => each !== null).join(' '),
    )
  throw new CommandError(
    'deviceNotClear',
    first === undefined
      ? `no device has "${visible(text, 100)}" as serial number, asset tag, address or host name; import the equipment list first, or correct it`
      : `"${visible(text, 100)}" fits ${found.length} devices (${visible(names.join('; '))}); give the serial number or asset tag of one`,
  )
}

/** Reads and attaches one file; what is wrong with it must not stop the others. */
async function addFile(store: Store, file: string, asked: Asked): Promise<FileResult> {
  try {
    const bytes = await readInput(file)
    return toResult(file, await addSbom(store, { ...asked, bytes, fileName: basename(file) }))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const { message, exitCode } = toFailure(error)
    return { file, is: 'refused', because: message, exitCode, problems: [] }
  }
}

function toResult(file: string, added: SbomAdded): FileResult {
  if (added.is === 'refused')
    return { file, is: 'refused', because: added.because, exitCode: exitCodes.refused, problems: added.problems }
  if (added.is === 'needsConfirmation') {
    const { is, because, sha256, components, list, confirmation, problems } = added
    const exitCode = exitCodes.needsConfirmation
    return {
      file,
      is,
      because,
      exitCode,
      sha256,
      format: sayFormat(added.format),
      components,
      list,
      confirmation,
      problems,
    }
  }
  const { list, format, components, problems } = added.sbom
  return {
    file,
    is: added.is,
    sbomId: added.sbomId,
    describes: added.describes,
    devices: added.devices,
    sha256: added.sha256,
    format: sayFormat(format),
    components: components.length,
    signature: added.signature,
    problems,
    ...(list === undefined ? {} : { list }),
  }
}

function sayFormat({ name, version, encoding }: Sbom['format']): string {
  return [name, version, encoding].filter((word) => word !== '').join(' ')
}

function* sayResult(result: FileResult, language: Language): Generator<string> {
  const { file, is, because, sbomId, describes, devices, format, components, problems, signature, list } = result
  if (is === 'needsConfirmation')
    yield `${visible(file)}: ${visible(format ?? '')}, ${components} components: ${visible(because ?? '', 1000)}\n`
  else if (is === 'refused') yield `${visible(file)}: refused: ${visible(because ?? '', 1000)}\n`
  else
    yield `${visible(file)}: ${is}: SBOM ${sbomId}, ${visible(format ?? '')}, ${components} components, describes ${visible(describes ?? '')}: ${sayDevices(devices ?? 0)}\n`
  if (signature !== undefined && signature.is !== 'unsigned') yield `  ${saySignature(signature, language)}\n`
  if (list !== undefined) yield* sayList(list)
  for (const { place, message } of problems.slice(0, problemsShown)) yield `  ${visible(place)}: ${visible(message)}\n`
  if (problems.length > problemsShown) yield `  … and ${problems.length - problemsShown} more: --json lists them\n`
  if (result.confirmation !== undefined)
    yield `  to count it as shown, run the same command with --confirm ${result.confirmation}; to correct it, with --columns name=…,version=…\n`
}

/** None may be right (the equipment list comes later) or a typing error: it is said either way. */
function sayDevices(devices: number): string {
  if (devices === 0) return 'no device of the inventory is that yet'
  return devices === 1 ? '1 device' : `${devices} devices`
}

/** None was added: the code of the first reason. Some were: that it was only a part. */
function toExitCode(results: readonly FileResult[]): number {
  const open = results.filter(({ exitCode }) => exitCode !== undefined)
  if (open.length === 0) return 0
  return open.length === results.length ? (open[0]?.exitCode ?? exitCodes.refused) : partly
}
