// /tra-cuu: code and secret (typed, or in the fragment as code:secret) open the submitter's own view.
import { actionBar } from './actions.js';
import { call, takeToken } from './api.js';
import { banner, byId, focusOn, h, session } from './dom.js';
import { attempt, clearErrors, once, showErrors } from './forms.js';
import { keys } from './receipt.js';
import { t, url } from './text.js';
import { body, caseFacts, head, said, section } from './view.js';

const PLACE = 'hoiam.follow';
const form = /** @type {HTMLFormElement} */ (byId('follow'));
const door = byId('door');
const view = byId('view');
const lostKey = attempt();

/** Codes are read out on the phone: spaces and small letters are forgiven. */
const code = () => byId('code').value.trim().toUpperCase().replace(/\s+/g, '');

/** @param {string} of @param {string} secret @param {string} [note] */
async function open(of, secret, note = '') {
  const answer = await call('GET', `/cases/${encodeURIComponent(of)}`, { token: secret });
  if (!answer.ok) {
    byId('code').value = of;
    byId('secret').value = secret;
    return showErrors(form, answer.status === 401 || answer.status === 404 ? [{ field: 'code', message: answer.message }] : answer.errors, answer.message);
  }
  try { sessionStorage.setItem(PLACE, `${of}:${secret}`); } catch { /* a reload will ask again */ }
  show(answer.data, of, secret, note);
}

/** @param {any} data @param {string} of @param {string} secret @param {string} note */
function show(data, of, secret, note) {
  door.hidden = true;
  view.replaceChildren(h('div', { class: 'case' }, h('div', null, head(data.case), note && banner('good', note), said(data.case),
    data.parts?.length > 0 && section(t('ui.parts'), data.parts.map((/** @type {any} */ p) => h('div', null, h('h3', null, t('ui.part_title', { n: p.number, title: p.title })), keys(p)))),
    section(t('ui.your_part'), actionBar(data.actions, { path: `/cases/${encodeURIComponent(of)}/actions`, token: secret, first: ['supplement', 'rate'],
      done: (next, action) => (next?.case ? show(next, of, secret, t('ui.done', { label: action.label })) : void open(of, secret, t('ui.done', { label: action.label }))) })),
    body(data)),
  h('aside', { 'aria-label': t('page.case.facts') }, caseFacts(data.case),
    h('p', null, h('button', { class: 'link', type: 'button', onclick() { session.drop(PLACE); location.reload(); } }, t('ui.leave'))))));
  focusOn(view.querySelector(note ? '.banner' : 'h1'));
}

form.hidden = false;
form.addEventListener('submit', (e) => {
  e.preventDefault();
  clearErrors(form);
  const errors = [];
  if (!code()) errors.push({ field: 'code', message: t('ui.need_code') });
  if (!byId('secret').value.trim()) errors.push({ field: 'secret', message: t('ui.need_secret') });
  if (errors.length) return showErrors(form, errors, '');
  void once(/** @type {HTMLButtonElement} */ (form.querySelector('[type=submit]')), () => open(code(), byId('secret').value.trim()));
});
byId('public').addEventListener('click', () => {
  clearErrors(form);
  if (!code()) return showErrors(form, [{ field: 'code', message: t('ui.need_code') }], '');
  location.href = url('/ho-so/' + encodeURIComponent(code()));
});
byId('lost').addEventListener('click', () => {
  clearErrors(form);
  form.querySelector('.banner')?.remove();
  if (!code()) return showErrors(form, [{ field: 'code', message: t('ui.need_code') }], '');
  void once(byId('lost'), async () => {
    const answer = await call('POST', `/cases/${encodeURIComponent(code())}/secret`, { body: {}, key: lostKey.now() });
    if (answer.ok) { lostKey.done(); form.append(banner('good', t('ui.secret_sent'))); } else showErrors(form, answer.errors, answer.message);
  });
});

const token = takeToken(PLACE);
const at = token.indexOf(':');
if (at > 0) void open(token.slice(0, at), token.slice(at + 1));
