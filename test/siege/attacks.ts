import type { Attack } from './attack.ts'
import { flood } from './flood.ts'
import { heavyFiles } from './heavy-files.ts'
import { endlessBodies, slowBodies, slowHeaders, unreadAnswers } from './slow-clients.ts'
import { keyStorm, listeners } from './storms.ts'
import { tricks } from './tricks.ts'

/** Add an attack by adding a line. */
export const attacks: readonly Attack[] = [
  { id: 'flood', run: flood },
  { id: 'slow headers', run: slowHeaders },
  { id: 'slow bodies', run: slowBodies },
  { id: 'endless bodies', run: endlessBodies },
  { id: 'unread answers', run: unreadAnswers },
  { id: 'listeners', run: listeners },
  { id: 'keys', run: keyStorm },
  { id: 'heavy files', run: heavyFiles, mostMegabytes: 1_500 },
  { id: 'tricks', run: tricks },
]
