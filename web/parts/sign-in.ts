import { useMutation } from '@tanstack/react-query'
import { signIn } from '../api.ts'
import { submitting, textOf } from '../forms.ts'

/** Signing in by a token that somebody writes; the page is then loaded anew, since nothing it asked for was answered. */
export function useSignIn() {
  const { mutate, isPending, error } = useMutation({
    mutationFn: signIn,
    networkMode: 'always',
    onSuccess: () => window.location.reload(),
  })
  return {
    isPending,
    error,
    submit: submitting((fields) => tokenOf(textOf(fields, 'token')) || undefined, mutate),
  }
}

/** The token itself, where somebody pastes the whole link. */
export function tokenOf(pasted: string): string {
  return /#token=(\S+)$/.exec(pasted.trim())?.[1] ?? pasted.trim()
}
