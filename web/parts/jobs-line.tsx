import type { Job } from '../../src/server/contract.ts'
import { fractionOf, useJobs } from '../jobs.ts'
import { useWords } from '../words/use-words.ts'
import { progressText } from './jobs-line.ts'

/** Work under way, with how far it is; nothing while there is none. */
export function JobsLine() {
  const { words } = useWords()
  const jobs = useJobs()
  if (jobs.length === 0) return null
  return (
    <section className="jobs-line" aria-label={words.jobs.heading}>
      <ul>
        {jobs.map((job) => (
          <JobLine key={job.jobId} job={job} />
        ))}
      </ul>
    </section>
  )
}

function JobLine({ job }: { readonly job: Job }) {
  const { words, formats } = useWords()
  const text = progressText(job, { words, formats })
  return (
    <li>
      <span>{job.says}</span>
      <progress aria-label={`${words.jobs.kinds[job.kind]} ${text}`} value={fractionOf(job)} max={1} />
      <span className="count soft">{text}</span>
    </li>
  )
}
