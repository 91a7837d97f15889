import { Command, Option } from 'commander'
import type { CommandDefinition } from './command.ts'
import { commands } from './commands.ts'
import type { Environment } from './environment.ts'
import { openScreen } from './screen.ts'
import { toSession } from './session.ts'
import type { SharedOptions } from './session.ts'
import { readVersion } from './version.ts'

const groups: Readonly<Record<string, string>> = {
  sbom: 'what devices are made of',
  correction: 'what components really are, where SBOMs leave it out or have it wrong',
  key: 'whose signatures are trusted',
  triage: 'what the hospital decided itself',
  vex: 'what makers, coordinators and suppliers state',
  feed: 'public knowledge of vulnerabilities',
  lifecycle: 'how long releases are supported',
  vulnerability: 'what the loaded feeds say of single vulnerabilities',
  advisory: 'advisories of makers and the work on them',
  assets: 'the equipment list',
  observed: 'devices that were seen on the network',
  alias: 'names that stand for each other',
  traffic: 'who talks to whom, and what each model needs',
  zone: 'parts of the network by name',
  job: 'work in the background of a server',
  organisation: 'whose fleet is meant',
  db: 'the database',
}

const versionOptions = ['-V', '--version']

/** What the commands run in. `finish` hears the exit code of one that ended. */
export interface Surroundings {
  readonly environment: Environment
  readonly signal: AbortSignal
  readonly endWithin: (patienceMs: number) => void
  readonly finish: (exitCode: number) => void
}

/** The command line, as far as these words of it need: the one command that they name, else all. */
export async function toProgram(argv: readonly string[], surroundings: Surroundings): Promise<Command> {
  const program = withSharedOptions(new Command('auscult'))
    .description('Knows the software inside every biomedical device of a hospital.')
    .version(readVersion(), versionOptions.join(', '), 'prints the version')
    .enablePositionalOptions()
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText(
      'after',
      examples([
        'auscult demo',
        'auscult serve',
        'auscult feed pull',
        'auscult ask CVE-2021-44228',
        "auscult ask 'openssl < 1.1.1'",
      ]),
    )
  const byName = new Map<string, Command>()
  for (const definition of await definitionsFor(argv)) {
    const words = definition.name.split(' ')
    const parent = words.length === 1 ? program : groupOf(program, words[0] ?? '', byName)
    const command = parent.command(`${words.at(-1)} ${definition.arguments}`.trim())
    define(command, definition, surroundings)
  }
  return program
}

/** Only what is run is loaded; help and misspelt names are told from all. */
async function definitionsFor(argv: readonly string[]): Promise<readonly CommandDefinition[]> {
  const { operands, unknown } = withSharedOptions(new Command('auscult'))
    .exitOverride()
    .parseOptions([...argv])
  const words = new Set([operands.slice(0, 1).join(' '), operands.slice(0, 2).join(' ')])
  const named = [...words].flatMap((name) => commands.get(name) ?? [])
  if (named.length === 0 && unknown.some((option) => versionOptions.includes(option))) return []
  const definitions: CommandDefinition[] = []
  for (const load of named.length > 0 ? named : commands.values()) definitions.push(await load())
  return definitions
}

function groupOf(program: Command, name: string, byName: Map<string, Command>): Command {
  const known = byName.get(name)
  if (known !== undefined) return known
  const group = program
    .command(name)
    .description(groups[name] ?? name)
    .exitOverride()
  byName.set(name, group)
  return group
}

function define(
  command: Command,
  definition: CommandDefinition,
  { environment, signal, endWithin, finish }: Surroundings,
): void {
  command.description(definition.description).exitOverride().showSuggestionAfterError()
  for (const option of definition.options) command.addOption(option)
  withSharedOptions(command)
  command.addHelpText('after', examples(definition.examples))
  command.action(async () => {
    const options = command.optsWithGlobals<SharedOptions & Record<string, unknown>>()
    const screen = openScreen({ quiet: options.quiet === true })
    const session = toSession(options, environment, { screen, signal, endWithin })
    const exitCode = await definition.run(session, command.args, options)
    // Silence would leave open whether the command worked.
    if (exitCode === 0 && !session.json && listForm.test(definition.name) && !screen.hasAnswered())
      screen.remark('nothing to list: there is none, or none that was asked for')
    finish(exitCode)
  })
}

const listForm = / (?:list|unseen|decisions|providers)$/

function withSharedOptions(command: Command): Command {
  return command
    .addOption(new Option('--organisation <name>', 'whose devices and SBOMs are meant, by name or id'))
    .addOption(new Option('--json', 'prints one JSON object for programs'))
    .addOption(new Option('--quiet', 'prints no progress and no remarks'))
    .addOption(new Option('--demo', 'works in the demonstration, apart from all real data'))
    .addOption(new Option('--data <folder>', 'where data lies, instead of AUSCULT_DATA_FOLDER or the usual place'))
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`
}
