import { StoreError } from './error.ts'

/** The code of an operating system or PostgreSQL error (`ENOENT`, `42501`), undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Runs file work; a full disk or a missing right becomes an error that names the path and the remedy. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw diskProblem(path, cause)
  }
}

function diskProblem(path: string, cause: unknown): unknown {
  const code = errorCode(cause)
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(path, cause)
  if (['EACCES', 'EPERM', 'EROFS'].includes(code ?? '')) return notPermitted(path, cause)
  if (code === 'ENOENT') return new StoreError('fileMissing', `there is no ${path}: correct the path`, { cause })
  return cause
}

export function diskFull(path: string, cause?: unknown): StoreError {
  return new StoreError('diskFull', `no space left to write ${path}: free some space or move the data folder`, {
    cause,
  })
}

export function notPermitted(path: string, cause?: unknown): StoreError {
  return new StoreError(
    'notPermitted',
    `${path} may not be written by this account: run as the account that owns the data folder, or choose another folder`,
    { cause },
  )
}
