import { Option } from 'commander'
import { basename } from 'node:path'
import { addSbom, devicesNamed, rematch, saySignature, visible, visibleJson } from '../../flows/index.ts'
import type { Language, SbomAdded, SbomTarget, SignatureGiven } from '../../flows/index.ts'
import type { Problem, SignatureShown } from '../../model/index.ts'
import type { Store } from '../../store/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, exitCodes, partly, toFailure } from '../failure.ts'
import { listInputs, readInput } from '../files.ts'
import { withOrganisation } from '../session.ts'
import type { Organisation } from '../session.ts'

const problemsShown = 5

/** `sbom add FILE`: attaches SBOMs to model versions or to one device, then matches what is new. */
export const sbomAddCommand: CommandDefinition = {
  name: 'sbom add',
  arguments: '<file...>',
  description:
    'attaches CycloneDX, SPDX or SWID files to what they describe: the model version given, one device, or what they name themselves',
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
  ],
  examples: [
    'auscult sbom add pump.cdx.json',
    'auscult sbom add pump.xml --maker "Acme Medical" --model "Infusa 3" --version 4.2.1',
    'auscult sbom add monitor.spdx --device BM-00412',
    'auscult sbom add pump.cdx.json --signature pump.cdx.json.asc',
    'auscult sbom add folder-of-sboms/',
  ],
  run: async (session, given, options) => {
    const files = await listInputs(given)
    const signature = await signatureOf(options, files)
    return withOrganisation(session, async (store, organisation) => {
      const target = await toTarget(store, organisation, options)
      const results: FileResult[] = []
      for (const file of files) {
        session.signal.throwIfAborted()
        const result = await addFile(store, organisation, { file, target, signature })
        results.push(result)
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

interface FileResult {
  readonly file: string
  readonly is: 'added' | 'unchanged' | 'refused'
  readonly because?: string
  readonly exitCode?: number
  readonly sbomId?: number
  readonly describes?: string
  readonly devices?: number
  readonly sha256?: string
  readonly format?: string
  readonly components?: number
  readonly signature?: SignatureShown
  readonly problems: readonly Problem[]
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

interface FileToAdd {
  readonly file: string
  readonly target: SbomTarget
  readonly signature: SignatureGiven | undefined
}

/** A signature is over the bytes of one file. */
async function signatureOf(
  options: Readonly<Record<string, unknown>>,
  files: readonly string[],
): Promise<SignatureGiven | undefined> {
  const path = textOption(options, 'signature')
  if (path === undefined) return undefined
  if (files.length !== 1)
    throw new CommandError('usage', '--signature belongs to one file: add each signed SBOM by a command of its own')
  return { bytes: await readInput(path), fileName: basename(path) }
}

/** Reads and attaches one file; what is wrong with it must not stop the others. */
async function addFile(
  store: Store,
  organisation: Organisation,
  { file, target, signature }: FileToAdd,
): Promise<FileResult> {
  try {
    const bytes = await readInput(file)
    const { organisationId } = organisation
    const signed = signature === undefined ? {} : { signature }
    return toResult(file, await addSbom(store, { organisationId, bytes, fileName: basename(file), target, ...signed }))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const { message, exitCode } = toFailure(error)
    return { file, is: 'refused', because: message, exitCode, problems: [] }
  }
}

function toResult(file: string, added: SbomAdded): FileResult {
  if (added.is === 'refused')
    return { file, is: 'refused', because: added.because, exitCode: exitCodes.refused, problems: added.problems }
  const { name, version, encoding } = added.sbom.format
  return {
    file,
    is: added.is,
    sbomId: added.sbomId,
    describes: added.describes,
    devices: added.devices,
    sha256: added.sha256,
    format: `${name} ${version} ${encoding}`,
    components: added.sbom.components.length,
    signature: added.signature,
    problems: added.sbom.problems,
  }
}

function* sayResult(result: FileResult, language: Language): Generator<string> {
  const { file, is, because, sbomId, describes, devices, format, components, problems, signature } = result
  if (is === 'refused') yield `${visible(file)}: refused: ${visible(because ?? '', 1000)}\n`
  else
    yield `${visible(file)}: ${is}: SBOM ${sbomId}, ${visible(format ?? '')}, ${components} components, describes ${visible(describes ?? '')}: ${sayDevices(devices ?? 0)}\n`
  if (signature !== undefined && signature.is !== 'unsigned') yield `  ${saySignature(signature, language)}\n`
  for (const { place, message } of problems.slice(0, problemsShown)) yield `  ${visible(place)}: ${visible(message)}\n`
  if (problems.length > problemsShown) yield `  … and ${problems.length - problemsShown} more: --json lists them\n`
}

/** None may be right (the equipment list comes later) or a typing error: it is said either way. */
function sayDevices(devices: number): string {
  if (devices === 0) return 'no device of the inventory is that yet'
  return devices === 1 ? '1 device' : `${devices} devices`
}

/** All refused: the code of the first refusal. Some: that it was only a part. */
function toExitCode(results: readonly FileResult[]): number {
  const refused = results.filter(({ is }) => is === 'refused')
  if (refused.length === 0) return 0
  return refused.length === results.length ? (refused[0]?.exitCode ?? exitCodes.refused) : partly
}
