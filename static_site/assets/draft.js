// The draft of a submission: what is said stays in localStorage, who says it only in sessionStorage.
import { local, session } from './dom.js';

const SAID = 'hoiam.draft';
const WHO = 'hoiam.draft.who';
export const RECEIPT = 'hoiam.receipt';

/** @typedef {{id: string, name: string, size: number}} Kept */
/** @typedef {{key: string, values: Record<string, string>, files: Kept[], sent: string | null}} Draft `sent`: a body whose fate is unknown */

/** @param {string} name */
const personal = (name) => name.startsWith('submitter.') || name === 'consents' || name === 'notice_accepted';

/** @returns {Draft} */
export function load() {
  const said = local.get(SAID) ?? {};
  return { key: said.key || crypto.randomUUID(), values: { ...said.values, ...session.get(WHO)?.values }, files: said.files ?? [], sent: session.get(WHO)?.sent ?? null };
}

/** @param {Draft} draft */
export function save(draft) {
  /** @param {boolean} who */
  const part = (who) => Object.fromEntries(Object.entries(draft.values).filter(([k]) => personal(k) === who));
  const kept = local.set(SAID, { key: draft.key, values: part(false), files: draft.files });
  // The sent body holds the person too: it must not outlive the tab.
  return session.set(WHO, { values: part(true), sent: draft.sent }) && kept;
}

export function clear() {
  local.drop(SAID);
  session.drop(WHO);
}
