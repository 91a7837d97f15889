import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, globSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { licencesOf, pageLibraries } from './page-libraries.ts'
import { withProduction } from './production.ts'
import { root } from './repository.ts'
import { makeSbom } from './sbom.ts'

/**
 * `npm run build`: all that an installed Auscult runs from, into `dist/`, laid out as the source tree is, so that what is found by its path
 * beside the code is found there too. Node strips no types under `node_modules`, so this is JavaScript. No source maps: only types are
 * taken away, so names and the order of lines in a stack trace are those of the source. `dist/` is a package by itself: `npm ci` in a copy
 * of it installs the very versions that were tested, which npm does not do for an archive that is installed by its name.
 */
function build(): void {
  rmSync(out, { recursive: true, force: true })
  run('tsc', ['--project', 'packaging/tsconfig.json'])
  copyWhatIsRead()
  run('npm', ['run', '--silent', '--if-present', 'build:web'])
  copyPage()
  const page = pageLibraries()
  writeFileSync(join(out, 'THIRD-PARTY-LICENSES'), licencesOf(page))
  withProduction((folder) => {
    pinVersions(folder)
    writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(makeSbom(page, folder), null, 1)}\n`)
  })
}

const out = join(root, 'dist')

/** Files that code reads by their path (migrations, aliases, the demonstration's feeds), and those that people do. Fixtures belong to tests. */
function copyWhatIsRead(): void {
  const byCode = globSync(['{src,demo}/**/*.{sql,json,ndjson,csv}', 'src/model/aliases/*.tsv'], { cwd: root })
  const byPeople = globSync(['*.md', 'docs/**/*.{md,svg,png}', 'LICENSE', 'NOTICE'], { cwd: root })
  for (const path of [...byCode, ...byPeople, 'bin/auscult.mjs', 'packaging/auscult.service']) {
    if (!path.includes('fixtures')) cpSync(join(root, path), join(out, path))
  }
  chmodSync(join(out, 'bin', 'auscult.mjs'), 0o755)
}

function pinVersions(folder: string): void {
  copyFileSync(join(folder, 'package.json'), join(out, 'package.json'))
  copyFileSync(join(folder, 'package-lock.json'), join(out, 'npm-shrinkwrap.json')) // npm packs no package-lock.json
}

/** The built page, without the notes that its builder leaves in a hidden folder. */
function copyPage(): void {
  const page = join(root, 'web', 'dist')
  if (!existsSync(page)) return
  cpSync(page, join(out, 'web', 'dist'), { recursive: true, filter: (path) => !path.endsWith('.vite') })
}

/** npm puts its folder of programs first on the path of a script; on Windows they are `.cmd` files, which need a shell. */
function run(program: string, given: readonly string[]): void {
  execFileSync(program, given, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
}

build()
