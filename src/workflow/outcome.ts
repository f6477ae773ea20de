import type { Rejection } from '#engine';

/** What became of something that was asked for. A rejection is no error: somebody else was faster, or it never fitted. */
export type Outcome = { readonly accepted: true } | { readonly rejection: Rejection };

export const ACCEPTED: Outcome = { accepted: true };

export function rejected(code: string, message: string): { readonly rejection: Rejection } {
  return { rejection: { code, message } };
}
