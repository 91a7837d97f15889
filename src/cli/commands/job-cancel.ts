import { cancelJob, sayJob, visibleJson } from '../../flows/index.ts'
import { isUuid } from '../../model/index.ts'
import type { JobId } from '../../model/index.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { withOrganisation } from '../session.ts'

/** `job cancel ID`: ends work in the background, on whichever server it runs. */
export const jobCancelCommand: CommandDefinition = {
  name: 'job cancel',
  arguments: '<id>',
  description:
    'ends work in the background: what waits at once, what runs as soon as it can; what it had not finished changes nothing',
  options: [],
  examples: ['auscult job cancel 0f8fad5b-d9cb-469f-a165-70867728950e'],
  run: async (session, given) => {
    const id = (given[0] ?? '').toLowerCase()
    if (!isUuid(id)) throw new CommandError('usage', 'a job is named by its id, as "auscult job list" tells them')
    const job = await withOrganisation(session, async (store, { organisationId }) =>
      cancelJob(store, organisationId, id as JobId),
    )
    await session.screen.answer([`${session.json ? visibleJson(job) : sayJob(job, session.language)}\n`])
    return 0
  },
}
