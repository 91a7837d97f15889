import { Option } from 'commander'
import { basename } from 'node:path'
import { addStatements, saySignature, visible, visibleJson } from '../../flows/index.ts'
import type { Language, SignatureGiven, StatementsAdded } from '../../flows/index.ts'
import { statementRoles } from '../../model/index.ts'
import type { OrganisationId, StatementRole } from '../../model/index.ts'
import type { Store } from '../../store/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, exitCodes, partly, toFailure } from '../failure.ts'
import { listInputs, readInput } from '../files.ts'
import { withOrganisation } from '../session.ts'
import { signatureOf } from '../signature-file.ts'

const problemsShown = 5

/** `vex add FILE`: keeps what makers, coordinators and suppliers state of flaws in their products. */
export const vexAddCommand: CommandDefinition = {
  name: 'vex add',
  arguments: '<file...>',
  description: 'keeps the statements of CSAF, CycloneDX or OpenVEX files: from then on they decide what they speak of',
  options: [
    new Option(
      '--role <role>',
      'as whose word they count; else what the document says, where that can be believed',
    ).choices([...statementRoles]),
    new Option('--signature <file>', 'a detached signature of the one file: OpenPGP (.asc, .sig) or a Sigstore bundle'),
  ],
  examples: [
    'auscult vex add acme-2026-0007.json',
    'auscult vex add acme-2026-0007.json --signature acme-2026-0007.json.asc',
    'auscult vex add pump.openvex.json --role maker',
    'auscult vex add folder-of-vex/',
  ],
  run: async (session, given, options) => {
    const files = await listInputs(given)
    const signature = await signatureOf(options, files)
    const role = statementRoles.find((each) => each === textOption(options, 'role'))
    return withOrganisation(session, async (store, { organisationId }) => {
      const asked = { organisationId, ...(role && { role }), ...(signature && { signature }) }
      const results: FileResult[] = []
      for (const file of files) {
        session.signal.throwIfAborted()
        const result = await addFile(store, file, asked)
        results.push(result)
        if (!session.json) await session.screen.answer(sayResult(result, session.language))
      }
      if (session.json) await session.screen.answer([`${visibleJson({ files: results })}\n`])
      return toExitCode(results)
    })
  },
}

interface Asked {
  readonly organisationId: OrganisationId
  readonly role?: StatementRole
  readonly signature?: SignatureGiven
}

type FileResult = { readonly file: string } & (StatementsAdded | (RefusedFile & { readonly exitCode: number }))

type RefusedFile = Extract<StatementsAdded, { readonly is: 'refused' }>

/** What is wrong with one file must not stop the others. */
async function addFile(store: Store, file: string, asked: Asked): Promise<FileResult> {
  try {
    const bytes = await readInput(file)
    return { file, ...(await addStatements(store, { ...asked, bytes, fileName: basename(file) })) }
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    const { message, exitCode } = toFailure(error)
    return { file, is: 'refused', because: message, exitCode, problems: [] }
  }
}

function* sayResult(result: FileResult, language: Language): Generator<string> {
  const { file, problems } = result
  if (result.is === 'refused') yield `${visible(file)}: refused: ${visible(result.because, 1000)}\n`
  else {
    const { is, statements, role, replaced, signature, laterSignature } = result
    const instead = replaced === 0 ? '' : `, in the place of ${replaced} earlier`
    yield `${visible(file)}: ${is}: ${statements} statements, counted as the word of a ${role}${instead}\n`
    if (signature.is !== 'unsigned') yield `  ${saySignature(signature, language)}\n`
    if (laterSignature !== undefined)
      yield `  a signature that came later counts for nothing: ${saySignature(laterSignature, language)}\n`
  }
  for (const { place, message } of problems.slice(0, problemsShown)) yield `  ${visible(place)}: ${visible(message)}\n`
  if (problems.length > problemsShown) yield `  … and ${problems.length - problemsShown} more: --json lists them\n`
}

/** All refused: the code of the first refusal. Some: that it was only a part. */
function toExitCode(results: readonly FileResult[]): number {
  const refused = results.filter(({ is }) => is === 'refused')
  if (refused.length === 0) return 0
  if (refused.length < results.length) return partly
  const [first] = refused
  return first !== undefined && 'exitCode' in first ? first.exitCode : exitCodes.refused
}
