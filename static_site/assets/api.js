// Talking to the API: JSON in, JSON or problem+json out; a lost network is an answer of its own (status 0).
import { lang, t } from './text.js';

/** @typedef {{field?: string, code?: string, message: string}} FieldError */
/** @typedef {{ok: boolean, status: number, data: any, code: string, message: string, errors: FieldError[]}} Answer */

/**
 * @param {string} method @param {string} path below /api
 * @param {{token?: string, body?: unknown, key?: string}} [options] `key`: the Idempotency-Key of this attempt
 * @returns {Promise<Answer>}
 */
export async function call(method, path, { token, body, key } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json', 'Accept-Language': lang };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (key) headers['Idempotency-Key'] = key;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  let data = null;
  try {
    response = await fetch('/api' + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: 'no-store', credentials: 'omit' });
    const text = await response.text();
    try { data = text ? JSON.parse(text) : null; } catch { data = null; }
  } catch {
    return { ok: false, status: 0, data: null, code: 'network', message: t('ui.network'), errors: [] };
  }
  const ok = response.ok;
  return {
    ok,
    status: response.status,
    data,
    code: ok ? '' : (data?.code ?? 'http'),
    message: ok ? '' : data?.detail || data?.title || t('ui.failed', { status: response.status }),
    errors: (!ok && data?.errors) || [],
  };
}

/** Worth trying again with the same key: the answer was lost, or the server is busy. @param {Answer} answer */
export const passing = (answer) => answer.status === 0 || answer.status === 429 || answer.status >= 500;

/** @type {Promise<Answer> | null} */
let catalogue = null;

/** Kinds, fields, agencies, places, limits, notice_version; asked for once. */
export function getCatalogue() {
  catalogue ??= call('GET', '/catalogue').then((answer) => {
    if (!answer.ok) catalogue = null;
    return answer;
  });
  return catalogue;
}

/** @param {string} text */
function unescaped(text) {
  try { return decodeURIComponent(text); } catch { return text; }
}

/**
 * Takes the token out of the fragment into sessionStorage and clears the address, so that it is in no history,
 * screenshot or referrer. A reload finds it again.
 * @param {string} place name in the storage
 */
export function takeToken(place) {
  // A fragment may also name a part of the page (the skip link). A new link pasted into an open page starts it anew.
  const said = () => (document.getElementById(location.hash.slice(1)) ? '' : location.hash.slice(1));
  addEventListener('hashchange', () => said() && location.reload());
  const fragment = unescaped(said());
  try {
    if (fragment) {
      sessionStorage.setItem(place, fragment);
      history.replaceState(null, '', location.pathname + location.search);
    }
    return fragment || sessionStorage.getItem(place) || '';
  } catch {
    return fragment;
  }
}
