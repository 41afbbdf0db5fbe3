// One case on the desk: what waits first, then the actions, the texts, and the record.
import { actionBar } from './actions.js';
import { banner, h } from './dom.js';
import { long, name, short, t, url } from './text.js';
import { body, caseFacts, facts, files, head, reply, section, texts } from './view.js';

/** Actions that usually come next; the others stay within reach. */
const FIRST = ['claim', 'write_texts', 'forward', 'review'];

/**
 * What an officer would otherwise copy by hand: the texts as they stand, the original to begin with.
 * @param {any} action @param {any} doc @param {string[]} known personal data found in this case's texts
 */
function filled(action, doc, known) {
  const text = doc.texts ?? {};
  const start = /** @type {Record<string, any>} */ ({
    public_title: text.public?.title ?? text.original?.title,
    public_content: text.public?.content ?? text.original?.content,
    handling_content: text.handling ?? text.original?.content,
    lead: doc.lead?.id, field: doc.field?.id, place: doc.place?.id, kind: doc.kind, subtype: doc.subtype, subindex: doc.subindex,
    coordinating: doc.coordinating?.map((/** @type {any} */ a) => a.id),
  });
  return { ...action, fields: action.fields.map((/** @type {any} */ f) => ({ ...f, value: f.value ?? start[f.name], warn: f.name.startsWith('public_'), known })) };
}

/**
 * @param {any} data the desk's view of a case
 * @param {{token: string, note: string, done: (data: any, action: any) => void}} options
 */
export function deskCase(data, { token, note, done }) {
  const doc = data.case;
  const path = `/desk/cases/${encodeURIComponent(doc.code)}/actions`;
  const known = (data.suggestions?.personal ?? []).map((/** @type {any} */ p) => p.text);
  const actions = (data.actions ?? []).map((/** @type {any} */ a) => filled(a, doc, known));
  return [
    ...head(doc, 'h2'),
    note && banner('good', note),
    deliveries(data.deliveries),
    pending(data.pending, actions, { path, token, done }),
    section(t('ui.actions'), actionBar(actions.filter((/** @type {any} */ a) => a.name !== 'reveal_identity' && !(a.name === 'review' && data.pending?.length)), { path, token, done, first: FIRST })),
    section(t('ui.texts'), doc.texts?.public && doc.original_language !== doc.language && h('p', { class: 'soon' }, t('ui.translated', { language: doc.original_language })), texts(doc.texts ?? data.texts, doc.language, doc.original_language) ?? h('p', { class: 'meta' }, t('ui.no_texts')), files(doc.attachments)),
    submitter(data, actions, { path, token, done }),
    suggestions(data.suggestions),
    related(data.related),
    section(t('page.case.facts'), caseFacts(doc)),
    ...body(data),
    letters(data.deliveries),
  ].filter((x) => x instanceof Node);
}

/** @param {any[] | undefined} list */
function related(list) {
  if (!list?.length) return null;
  return section(t('ui.related'), h('ul', { class: 'plain' }, list.map((r) => h('li', null, `${name(r.label)}: `, h('a', { href: url('/ho-so/' + r.code) }, r.code)))));
}

/** @param {any[] | undefined} list */
function deliveries(list) {
  const failed = (list ?? []).filter((d) => d.reason);
  if (!failed.length) return null;
  return banner('bad', t('ui.bounced'), h('ul', { class: 'plain' }, failed.map((d) => h('li', null, letter(d)))));
}

/** What became of every letter about the case, the newest first. @param {any[] | undefined} list */
function letters(list) {
  if (!list?.length) return null;
  const lines = [...list].reverse().map((d) => h('li', { class: d.reason ? 'late' : null }, h('time', { datetime: d.on }, short(d.on)), letter(d)));
  return section(t('ui.deliveries'), h('details', null, h('summary', null, t('ui.deliveries_count', { n: list.length })), h('ol', { class: 'line' }, lines)));
}

/** To whom, about what, and its state. @param {any} d */
const letter = (d) => [name(d.name), name(d.label), name(d.state_label)].join(' · ');

/**
 * What waits for review, each with its own two buttons, publish and return: nobody has to pick the item from a list.
 * @param {any[] | undefined} items @param {any[]} actions @param {any} options
 */
function pending(items, actions, options) {
  if (!items?.length) return null;
  const review = actions.find((a) => a.name === 'review');
  return section(t('ui.pending'), items.map((item) => {
    const own = review && [
      { ...review, label: t('ui.publish'), hint: '', fields: [], fixed: { item: item.item, decision: 'publish' } },
      { ...review, label: t('ui.return'), fields: review.fields.filter((/** @type {any} */ f) => ['reason', 'note'].includes(f.name)), fixed: { item: item.item, decision: 'return' } },
    ];
    return h('div', { class: 'pending' }, reply({ ...item, on: item.on ?? item.at }), own && actionBar(own, { ...options, first: ['review'] }));
  }));
}

/** Hidden until asked for; asking is an action that is logged. Nothing for whoever cannot ask. @param {any} data @param {any[]} actions @param {any} options */
function submitter(data, actions, options) {
  const s = data.submitter;
  if (s) return section(t('ui.submitter'), facts([[t('page.submit.name'), s.name], [t('page.submit.address'), s.address], ['E-mail', s.email], [t('page.submit.phone'), s.phone], [t('page.submit.type'), s.type && t('submitter_type.' + s.type)]]));
  const reveal = actions.find((a) => a.name === 'reveal_identity');
  return reveal ? section(t('ui.submitter'), h('p', { class: 'meta' }, t('ui.identity_hidden')), actionBar([reveal], options)) : null;
}

/** @param {any} s suggestions: any of field, lead, similar cases, personal data found */
function suggestions(s) {
  if (!s || (Array.isArray(s) && !s.length)) return null;
  const lines = Array.isArray(s) ? s.map((x) => ['', typeof x === 'string' ? x : (x.label ?? x.text ?? x.code ?? name(x.name))]) : Object.entries(s).map(([k, v]) => [k, shown(v)]);
  const filledIn = lines.filter(([, v]) => v);
  return filledIn.length ? section(t('ui.suggestions'), h('ul', { class: 'plain' }, filledIn.map(([k, v]) => h('li', null, k && h('small', null, `${t('ui.suggest_' + k)}: `), v)))) : null;
}

/** @param {any} v @returns {string} */
function shown(v) {
  if (v === null || v === undefined || v === '') return '';
  if (Array.isArray(v)) return v.map(shown).filter(Boolean).join(', ');
  if (typeof v === 'object') return v.label ?? v.title ?? name(v.name) ?? v.code ?? '';
  return /^\d{4}-\d\d-\d\d$/.test(String(v)) ? long(String(v)) : String(v);
}
