import { jobIdOf, sayJob } from '../flows/index.ts'
import type { Language } from '../flows/index.ts'
import type { Job, JobId } from '../model/index.ts'
import type { Job as JobBody } from './contract.ts'
import type { Done } from './repeatable.ts'

/** A job as it is sent, with its line for people. */
export function toJobBody(job: Job, language: Language): JobBody {
  const { revision: _revision, ...rest } = job
  return { ...rest, says: sayJob(job, language) }
}

/** The response to what becomes a job: where to look how it goes. */
export function accepted(job: Job, language: Language): Done {
  return { status: 202, body: toJobBody(job, language), headers: { location: `/api/v1/jobs/${job.jobId}` } }
}

/** The id for the job of a request that may be sent again, by what names it; one of its own for a request without a name. */
export function jobNamed(name: readonly string[] | undefined): { readonly jobId?: JobId } {
  return name === undefined ? {} : { jobId: jobIdOf(name) }
}
