import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './repository.ts'
import { withProduction } from './production.ts'

/**
 * `npm pack` takes an `npm-shrinkwrap.json` along, and npm installs by it: the versions that were tested, each with its digest. It lies in
 * the repository only while npm packs (`prepack`, `postpack`), since npm would prefer it to `package-lock.json` there.
 */
const pins = join(root, 'npm-shrinkwrap.json')

if (process.argv[2] === 'remove') rmSync(pins, { force: true })
else withProduction((folder) => copyFileSync(join(folder, 'package-lock.json'), pins))
