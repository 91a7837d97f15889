import { visible, visibleJson } from '../flows/index.ts'
import type { Copied, CopyProgress } from '../flows/index.ts'
import type { Session } from './session.ts'

/** Tells how a copy goes, table by table, to who looks. Undefined where nobody does. */
export function toldProgress({ screen }: Session): ((progress: CopyProgress) => void) | undefined {
  return screen.draws ? ({ table, done, total }) => screen.remark(`${done} of ${total}: ${table}`) : undefined
}

/** Tells what was copied into a file, or out of it (`restored`). */
export async function tellCopied(
  { json, screen }: Session,
  copied: Copied & { readonly file: string },
  how: '' | ' restored' = '',
): Promise<void> {
  const text = `${visible(copied.file)}: ${copied.rows} rows of ${copied.tables} tables${how}`
  await screen.answer([`${json ? visibleJson(copied) : text}\n`])
}
