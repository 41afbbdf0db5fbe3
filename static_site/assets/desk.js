// /ban-lam-viec: queues, a list, one case with its three texts, what waits for review, and every action.
import { actionBar } from './actions.js';
import { call, takeToken } from './api.js';
import { banner, byId, focusOn, h } from './dom.js';
import { deskCase } from './desk_case.js';
import { attempt, clearErrors, once, showErrors } from './forms.js';
import { keys } from './receipt.js';
import { name, short, t } from './text.js';
import { badge, dueOn } from './view.js';

const token = takeToken('hoiam.desk');
const door = byId('door');
const view = byId('view');
const state = { queue: '', code: '', rows: /** @type {any[]} */ ([]), next: /** @type {string | null} */ (null), actor: /** @type {any} */ (null) };
const parts = {
  find: h('div', null),
  queues: h('nav', { class: 'queues', 'aria-label': t('ui.queues') }),
  list: h('ul', { class: 'rows' }),
  more: h('p', null),
  sheet: h('div', { class: 'sheet' }),
  who: h('span', { class: 'meta' }),
  own: h('div', { class: 'own' }),
  repeats: h('div', null),
  calendar: h('div', null),
};
let first = true;
const pane = h('div', { class: 'pane' }, parts.list, parts.more);
const desk = h('div', { class: 'desk' }, pane, parts.sheet);

/** @param {string} [queue] @param {string | null} [cursor] @returns {Promise<void>} */
async function load(queue = state.queue, cursor = null) {
  const query = new URLSearchParams({ ...(queue && { queue }), ...(cursor && { cursor }) });
  const answer = await call('GET', `/desk/cases?${query}`, { token });
  if ([401, 403, 404].includes(answer.status)) return ask(answer.message);
  if (!answer.ok) return parts.more.replaceChildren(banner('bad', answer.message), retry(() => load(queue, cursor)));
  const data = answer.data;
  state.queue = data.queue;
  state.next = data.next;
  state.rows = cursor ? [...state.rows, ...data.rows] : data.rows;
  document.body.classList.add('wide');
  door.hidden = true;
  if (!view.firstChild) view.replaceChildren(h('div', { class: 'who' }, h('h1', null, t('page.desk.title')), parts.who), parts.calendar, parts.own, parts.repeats, parts.find, parts.queues, desk);
  if (data.actor) parts.who.textContent = name(data.actor.name);
  queues(data.queues);
  parts.find.hidden = parts.queues.hidden = desk.hidden = !data.queues.length; // a clerk enters, and reads no case
  rows();
  own(data.actions ?? []);
  repeats(data.repeats ?? []);
  parts.calendar.replaceChildren(...(data.calendar ? [banner('', t('ui.calendar_missing', { year: data.calendar.year }))] : []));
  if (first && data.focus) void openCase(data.focus);
  first = false;
}

/** What is done without a case: entering what came by letter, telephone or at the counter. @param {any[]} actions */
function own(actions) {
  if (parts.own.firstChild || !actions.length) return;
  parts.own.replaceChildren(actionBar(actions, { path: '/desk/cases/-/actions', token, level: 'h2', done: (made) => {
    parts.own.replaceChildren();
    own(actions);
    const open = !desk.hidden && h('button', { class: 'go quiet', type: 'button', onclick: () => void openCase(made.code) }, t('ui.open_case'));
    parts.own.append(banner('good', t('ui.registered'), keys(made), h('p', { class: 'ways' }, open, print([made.receipt]))));
    focusOn(parts.own.querySelector('.banner'));
    void load();
  } }));
}

/** The parts of a bulk petition whose submitter has no e-mail: shown this once. @param {any[] | undefined} made */
function handOut(made) {
  return made?.length ? [banner('', t('ui.hand_out'), made.map(keys), h('p', { class: 'ways' }, print(made.map((m) => m.receipt))))] : [];
}

/** For whoever has no e-mail. @typedef {{language: string, title: string, lines: string[]}} Receipt @param {(Receipt | null)[]} given */
function print(given) {
  const receipts = /** @type {Receipt[]} */ (given.filter(Boolean));
  return receipts.length > 0 && h('button', { class: 'go quiet', type: 'button', onclick() {
    const sheet = h('div', { class: 'print-only' }, receipts.map((r) => h('section', { lang: r.language }, h('h1', null, r.title), r.lines.map((line) => h('p', null, line)))));
    document.body.append(sheet);
    document.body.classList.add('printing');
    window.print();
    document.body.classList.remove('printing');
    sheet.remove();
  } }, t('ui.print_receipt'));
}

/** Offices with repeated conduct cases, for the inspectors. @param {any[]} rows */
function repeats(rows) {
  parts.repeats.replaceChildren(...(rows.length ? [banner('', t('ui.repeats'), h('ul', { class: 'plain' }, rows.map((r) => h('li', null, t('ui.repeat_line', { name: name(r.agency.name), n: r.n, since: short(r.since) })))))] : []));
}

/** @param {{id: string, label: string, count: number | null}[]} all */
function queues(all) {
  parts.queues.replaceChildren(...all.map((q) => h('button', { type: 'button', 'aria-current': q.id === state.queue && 'true', async onclick() {
    state.code = '';
    desk.classList.remove('open');
    parts.sheet.replaceChildren(empty());
    await load(q.id);
    focusOn(parts.queues.querySelector('[aria-current]'));
  } }, q.label, q.count !== null && q.count !== undefined && h('b', null, q.count))));
}

function rows() {
  parts.list.replaceChildren(...state.rows.map((r) => h('li', null, h('button', { type: 'button', 'aria-current': r.code === state.code && 'true', onclick: () => void openCase(r.code) },
    h('b', null, r.title || r.code), h('span', { class: 'meta' }, `${t('kind.' + r.kind)} · ${t('channel.' + r.channel)}`, r.lead && ` · ${name(r.lead.name ?? r.lead)}`, r.ground && ` · ${name(r.ground)}`),
    r.undelivered && h('span', { class: 'meta late' }, name(r.undelivered)), r.overdue && h('span', { class: 'meta late' }, name(r.overdue)),
    badge(r), h('span', { class: 'meta' }, dueOn(r))))));
  parts.more.replaceChildren(...(state.next ? [h('button', { class: 'link', type: 'button', onclick: () => void load(state.queue, state.next) }, t('ui.more'))] : []),
    ...(state.rows.length ? [] : [h('span', { class: 'meta' }, t('ui.queue_empty'))]));
}

/** Any case by its code, also one that stands in no queue any more; the server says whose desk may show it. */
function finder() {
  const box = /** @type {HTMLInputElement} */ (h('input', { id: 'find', type: 'text', maxlength: 40, autocomplete: 'off', autocapitalize: 'characters', spellcheck: 'false', 'aria-describedby': 'find-hint' }));
  const send = /** @type {HTMLButtonElement} */ (h('button', { class: 'go quiet', type: 'submit' }, t('ui.open_case')));
  const form = h('form', { class: 'find', novalidate: true, onsubmit: (/** @type {Event} */ e) => {
    e.preventDefault();
    clearErrors(form);
    const code = box.value.trim().toUpperCase().replace(/\s+/g, '');
    if (!code) return showErrors(form, [{ field: 'find', message: t('ui.need_code') }], '');
    void once(send, async () => {
      const answer = await call('GET', `/desk/cases/${encodeURIComponent(code)}`, { token });
      if (!answer.ok) return showErrors(form, answer.status === 404 ? [{ field: 'find', message: answer.message }] : [], answer.message);
      box.value = '';
      show(answer.data, '');
    });
  } }, h('div', { class: 'field' }, h('label', { for: 'find' }, t('ui.find_case')), h('p', { class: 'hint', id: 'find-hint' }, t('ui.find_case_hint')), box), h('p', { class: 'ways' }, send));
  return form;
}

const empty = () => h('p', { class: 'meta' }, t('ui.pick_case'));

/** @param {() => unknown} work */
const retry = (work) => h('button', { class: 'link', type: 'button', onclick: () => void work() }, t('ui.retry'));

/** @param {string} code @param {string} [note] */
async function openCase(code, note = '') {
  const answer = await call('GET', `/desk/cases/${encodeURIComponent(code)}`, { token });
  if (!answer.ok) {
    parts.sheet.replaceChildren(banner('bad', answer.message), retry(() => openCase(code)));
    return desk.classList.add('open');
  }
  show(answer.data, note);
}

/** @param {any} data @param {string} note */
function show(data, note) {
  const code = data.case.code;
  state.code = code;
  desk.classList.add('open');
  rows();
  parts.sheet.replaceChildren(h('button', { class: 'link back', type: 'button', onclick() {
    desk.classList.remove('open');
    focusOn(parts.list.querySelector('[aria-current]'));
  } }, `← ${t('ui.back_to_list')}`), ...handOut(data.parts), ...deskCase(data, { token, note, done: async (next, action) => {
    const said = t('ui.done', { label: action.label });
    await load();
    return next?.case ? show(next, said) : openCase(code, said);
  } }));
  focusOn(parts.sheet.querySelector(note ? '.banner' : '.title'));
  parts.sheet.scrollIntoView({ block: 'nearest' });
}

/** No token, or one that is over: a mailbox on file gets a new link. @param {string} [message] */
function ask(message = '') {
  view.replaceChildren();
  door.hidden = false;
  const form = /** @type {HTMLFormElement} */ (byId('ask'));
  form.hidden = false;
  form.querySelector('.banner')?.remove();
  if (message) form.prepend(banner('bad', message));
}

const key = attempt();
byId('ask').addEventListener('submit', (/** @type {Event} */ e) => {
  e.preventDefault();
  const form = byId('ask');
  clearErrors(form);
  form.querySelector('.banner')?.remove();
  const email = byId('email').value.trim();
  if (!/^\S+@\S+\.\S+$/.test(email)) return showErrors(form, [{ field: 'email', message: t('ui.bad_email') }], '');
  void once(form.querySelector('[type=submit]'), async () => {
    const answer = await call('POST', '/desk/links', { body: { email }, key: key.now() });
    if (!answer.ok) return showErrors(form, answer.errors, answer.message);
    key.done();
    form.append(banner('good', t('ui.link_sent')));
  });
});

parts.sheet.replaceChildren(empty());
parts.find.replaceChildren(finder());
if (token) void load();
else ask();
