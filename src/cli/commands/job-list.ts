import { listJobs, sayJob, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** The page and the interface list the others. */
const limit = 50

/** `job list`: what runs and ran in the background of a server. */
export const jobListCommand: CommandDefinition = {
  name: 'job list',
  arguments: '',
  description: `lists the last ${limit} pieces of work in the background of servers on this database, the newest first`,
  options: [],
  examples: ['auscult job list', 'auscult job list --json'],
  run: async (session) => {
    const { items: jobs } = await withOrganisation(session, async (store, { organisationId }) =>
      listJobs(store, organisationId, { limit }),
    )
    const lines = jobs.map((job) => {
      const why = job.problem === undefined ? '' : ` (${visible(job.problem.detail)})`
      return `${job.jobId}  ${job.createdAt.slice(0, 16)}  ${sayJob(job, session.language)}${why}\n`
    })
    await session.screen.answer(session.json ? [`${visibleJson({ jobs })}\n`] : lines)
    return 0
  },
}
