import { useQuery } from '@tanstack/react-query'
import { send, takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import { keepAuthor } from '../author.ts'
import { submitting, textOf } from '../forms.ts'
import { asked } from '../kept-queries.ts'
import { zonesQuery } from '../traffic-queries.ts'
import { useSaying } from './saying.ts'

interface Naming {
  readonly is: 'name'
  readonly network: string
  readonly name: string
  readonly author: string
}

type Change = Naming | { readonly is: 'unname'; readonly network: string }

/** The parts of the network that have a name, and how one is given or taken away; then everything is asked anew. */
export function useZones() {
  const query = useQuery(zonesQuery(useAsker()))
  const { say, ...state } = useSaying(async ({ is, ...said }: Change, asker) =>
    is === 'unname' ? takeBack('/zones', { ...asked(asker), ...said }) : send('/zones', asked(asker), said, 'PUT'),
  )
  return {
    ...state,
    zones: query.data?.items ?? [],
    unname: (network: string) => say({ is: 'unname', network }),
    submit: submitting(namingIn, (naming) => {
      keepAuthor(naming.author)
      say(naming)
    }),
  }
}

function namingIn(fields: FormData): Naming {
  const [network, name, author] = [textOf(fields, 'network'), textOf(fields, 'name'), textOf(fields, 'author')]
  return { is: 'name', network, name, author }
}
