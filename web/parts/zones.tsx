import { useId } from 'react'
import { useAuthor } from '../author.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import { AuthorField, SayButton } from './said-form.tsx'
import { useZones } from './zones.ts'

/** What people call parts of the network: shown, given and taken away. */
export function Zones() {
  const { words, net } = useNetworkWords()
  const { zones: says } = net.traffic
  const id = useId()
  const author = useAuthor()
  const { zones, isPending, error, submit, unname } = useZones()
  return (
    <details className="bring">
      <summary>{says.heading}</summary>
      <p className="soft">{says.lead}</p>
      <form className="said-form" onSubmit={submit}>
        <label htmlFor={`${id}-network`}>{says.network}</label>
        <input id={`${id}-network`} name="network" maxLength={60} required spellCheck={false} />
        <label htmlFor={`${id}-name`}>{says.name}</label>
        <input id={`${id}-name`} name="name" maxLength={200} required />
        <AuthorField name="author" defaultValue={author} />
        <SayButton text={words.said.save} isPending={isPending} error={error} />
      </form>
      <ul className="zones">
        {zones.map(({ network, name }) => (
          <li key={network}>
            <b>{name}</b> <span>{network}</span>
            <button type="button" className="plain-button" disabled={isPending} onClick={() => unname(network)}>
              {says.unname} <span className="unseen">{words.pair(network, name)}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
