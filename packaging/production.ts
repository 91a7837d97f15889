import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './repository.ts'

/**
 * Lends a folder whose `package.json` and `package-lock.json` hold only what runs, not what develops. npm itself takes the rest out of the
 * lock, offline, so every version and digest is the one that was tested.
 */
export function withProduction<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'auscult-production-'))
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
    const { devDependencies: _, scripts: __, files: ___, ...rest } = manifest
    const runs = { ...rest, bin: { auscult: 'bin/auscult.mjs' } }
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(runs, null, 2)}\n`)
    for (const name of ['package-lock.json', '.npmrc']) copyFileSync(join(root, name), join(folder, name))
    const given = ['install', '--package-lock-only', '--offline', '--ignore-scripts', '--silent']
    execFileSync('npm', given, { cwd: folder, stdio: 'inherit', shell: process.platform === 'win32' })
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
