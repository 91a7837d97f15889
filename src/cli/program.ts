import { Command, Option } from 'commander'
import { aliasAddCommand } from './commands/alias-add.ts'
import { aliasExportCommand } from './commands/alias-export.ts'
import { aliasImportCommand } from './commands/alias-import.ts'
import { trafficListCommand } from './commands/traffic-list.ts'
import { trafficExposuresCommand } from './commands/traffic-exposures.ts'
import { trafficNeededCommand } from './commands/traffic-needed.ts'
import { zoneAddCommand } from './commands/zone-add.ts'
import { zoneListCommand } from './commands/zone-list.ts'
import { zoneRemoveCommand } from './commands/zone-remove.ts'
import { sensorCommand } from './commands/sensor.ts'
import { aliasListCommand } from './commands/alias-list.ts'
import { aliasRemoveCommand } from './commands/alias-remove.ts'
import { advisoryCheckCommand } from './commands/advisory-check.ts'
import { advisoryDevicesCommand } from './commands/advisory-devices.ts'
import { advisoryListCommand } from './commands/advisory-list.ts'
import { advisoryRemediateCommand } from './commands/advisory-remediate.ts'
import { advisoryShowCommand } from './commands/advisory-show.ts'
import { askCommand } from './commands/ask.ts'
import { assetsExportCommand } from './commands/assets-export.ts'
import { assetsImportCommand } from './commands/assets-import.ts'
import { columnsForgetCommand } from './commands/columns-forget.ts'
import { columnsListCommand } from './commands/columns-list.ts'
import { correctionAddCommand } from './commands/correction-add.ts'
import { correctionListCommand } from './commands/correction-list.ts'
import { correctionRemoveCommand } from './commands/correction-remove.ts'
import { dbBackupCommand } from './commands/db-backup.ts'
import { dbMigrateCommand } from './commands/db-migrate.ts'
import { dbRematchCommand } from './commands/db-rematch.ts'
import { dbRestoreCommand } from './commands/db-restore.ts'
import { demoCommand } from './commands/demo.ts'
import { feedImportCommand } from './commands/feed-import.ts'
import { feedProvidersCommand } from './commands/feed-providers.ts'
import { feedPullCommand } from './commands/feed-pull.ts'
import { feedStatusCommand } from './commands/feed-status.ts'
import { jobCancelCommand } from './commands/job-cancel.ts'
import { jobListCommand } from './commands/job-list.ts'
import { keyAddCommand } from './commands/key-add.ts'
import { keyListCommand } from './commands/key-list.ts'
import { keyRemoveCommand } from './commands/key-remove.ts'
import { lifecycleDeviceCommand } from './commands/lifecycle-device.ts'
import { lifecycleListCommand } from './commands/lifecycle-list.ts'
import { listenCommand } from './commands/listen.ts'
import { observedListCommand } from './commands/observed-list.ts'
import { observedUnseenCommand } from './commands/observed-unseen.ts'
import { observedShowCommand } from './commands/observed-show.ts'
import { observedDeviceCommand } from './commands/observed-device.ts'
import { observedSameCommand } from './commands/observed-same.ts'
import { observedSplitCommand } from './commands/observed-split.ts'
import { observedLinkCommand } from './commands/observed-link.ts'
import { observedVersionCommand } from './commands/observed-version.ts'
import { observedDecisionsCommand } from './commands/observed-decisions.ts'
import { observedUndoCommand } from './commands/observed-undo.ts'
import { observedFuseCommand } from './commands/observed-fuse.ts'
import { organisationAddCommand } from './commands/organisation-add.ts'
import { organisationListCommand } from './commands/organisation-list.ts'
import { sbomAddCommand } from './commands/sbom-add.ts'
import { sbomDiffCommand } from './commands/sbom-diff.ts'
import { sbomExportCommand } from './commands/sbom-export.ts'
import { sbomListCommand } from './commands/sbom-list.ts'
import { sbomRetireCommand } from './commands/sbom-retire.ts'
import { sbomQualityCommand } from './commands/sbom-quality.ts'
import { sbomShowCommand } from './commands/sbom-show.ts'
import { scanCommand } from './commands/scan.ts'
import { serveCommand } from './commands/serve.ts'
import { triageConfirmCommand } from './commands/triage-confirm.ts'
import { triageListCommand } from './commands/triage-list.ts'
import { triageSetCommand } from './commands/triage-set.ts'
import { vexAddCommand } from './commands/vex-add.ts'
import { vexExportCommand } from './commands/vex-export.ts'
import { vexListCommand } from './commands/vex-list.ts'
import { udiCommand } from './commands/udi.ts'
import { versionOrderCommand } from './commands/version-order.ts'
import { vulnerabilityListCommand } from './commands/vulnerability-list.ts'
import { vulnerabilityShowCommand } from './commands/vulnerability-show.ts'
import type { CommandDefinition } from './command.ts'
import type { Environment } from './environment.ts'
import { openScreen } from './screen.ts'
import { toSession } from './session.ts'
import type { CommonOptions } from './session.ts'
import { readVersion } from './version.ts'

/** Every command by its full name; a name of two words belongs to a group. */
const commands: readonly CommandDefinition[] = [
  demoCommand,
  serveCommand,
  askCommand,
  scanCommand,
  listenCommand,
  sbomAddCommand,
  sbomListCommand,
  sbomDiffCommand,
  sbomRetireCommand,
  sbomQualityCommand,
  correctionAddCommand,
  correctionListCommand,
  correctionRemoveCommand,
  sbomShowCommand,
  columnsListCommand,
  columnsForgetCommand,
  keyAddCommand,
  keyListCommand,
  keyRemoveCommand,
  vexAddCommand,
  vexListCommand,
  vexExportCommand,
  triageSetCommand,
  triageListCommand,
  triageConfirmCommand,
  sbomExportCommand,
  feedPullCommand,
  feedImportCommand,
  feedStatusCommand,
  vulnerabilityShowCommand,
  vulnerabilityListCommand,
  lifecycleDeviceCommand,
  lifecycleListCommand,
  feedProvidersCommand,
  advisoryListCommand,
  advisoryShowCommand,
  advisoryDevicesCommand,
  advisoryRemediateCommand,
  advisoryCheckCommand,
  assetsImportCommand,
  assetsExportCommand,
  udiCommand,
  observedListCommand,
  observedUnseenCommand,
  observedShowCommand,
  observedDeviceCommand,
  observedSameCommand,
  observedSplitCommand,
  observedLinkCommand,
  observedVersionCommand,
  observedDecisionsCommand,
  observedUndoCommand,
  observedFuseCommand,
  aliasAddCommand,
  aliasListCommand,
  aliasRemoveCommand,
  aliasImportCommand,
  aliasExportCommand,
  sensorCommand,
  trafficListCommand,
  trafficExposuresCommand,
  trafficNeededCommand,
  zoneAddCommand,
  zoneListCommand,
  zoneRemoveCommand,
  jobListCommand,
  jobCancelCommand,
  organisationAddCommand,
  organisationListCommand,
  dbMigrateCommand,
  dbBackupCommand,
  dbRestoreCommand,
  dbRematchCommand,
  versionOrderCommand,
]

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

/** What the commands run in. `finish` hears the exit code of one that ended. */
export interface Surroundings {
  readonly environment: Environment
  readonly signal: AbortSignal
  readonly endWithin: (patienceMs: number) => void
  readonly finish: (exitCode: number) => void
}

/** The whole command line. */
export function toProgram(surroundings: Surroundings): Command {
  const program = withCommonOptions(new Command('auscult'))
    .description('Knows the software inside every biomedical device of a hospital.')
    .version(readVersion(), '-V, --version', 'prints the version')
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
  for (const definition of commands) {
    const words = definition.name.split(' ')
    const parent = words.length === 1 ? program : groupOf(program, words[0] ?? '', byName)
    const command = parent.command(`${words.at(-1)} ${definition.arguments}`.trim())
    define(command, definition, surroundings)
  }
  return program
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
  withCommonOptions(command)
  command.addHelpText('after', examples(definition.examples))
  command.action(async () => {
    const options = command.optsWithGlobals<CommonOptions & Record<string, unknown>>()
    const screen = openScreen({ quiet: options.quiet === true })
    const session = toSession(options, environment, { screen, signal, endWithin })
    finish(await definition.run(session, command.args, options))
  })
}

function withCommonOptions(command: Command): Command {
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
