// A case in the browser, with the markup classes of the templates: one look, two makers.
import { h } from './dom.js';
import { markStrips } from './page.js';
import { dayMonth, long, moment, name, number, short, size, t, url } from './text.js';

/** @typedef {import('./dom.js').Child} Child */

/** @param {string} status @param {string | null} timeliness */
export function tone(status, timeliness) {
  if (timeliness === 'overdue' || timeliness === 'late' || status === 'escalated') return 'late';
  if (timeliness === 'due_soon') return 'soon';
  return status === 'answered' || status === 'closed' ? 'done' : 'calm';
}

/** @param {any} doc */
export const badge = (doc) => h('span', { class: `state ${tone(doc.status, doc.timeliness)}` }, t('status.' + doc.status),
  doc.timeliness && doc.timeliness !== 'none' && `, ${t('timeliness.' + doc.timeliness)}`);

/** When a case in a list is due, else when it came. @param {any} r */
export const dueOn = (r) => (r.due_on ? t('page.list.due_on', { date: short(r.due_on) }) + (r.provisional ? ` (${t('page.case.provisional')})` : '')
  : t('page.list.received_on', { date: short(r.received_on) }));

/** As in render.py: days over that a strip shows. */
const OVER_SHOWN = 20;

/** The same weeks as `strip_weeks` in render.py. @param {any} deadline @param {{date: string, n: number}[]} over @param {any[]} [off] what the days over skip */
export function stripWeeks(deadline, over, off = []) {
  const days = [
    ...deadline.counted.map((/** @type {any} */ d) => ({ ...d, type: 'day' })),
    ...over.map((d) => ({ ...d, type: 'over' })),
    ...[...deadline.skipped, ...off].filter((/** @type {any} */ d) => d.kind !== 'weekend').map((/** @type {any} */ d) => ({ ...d, type: 'off' })),
  ].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  /** @type {Map<string, any[]>} */
  const weeks = new Map();
  for (const day of days) {
    const monday = new Date(day.date + 'T00:00Z');
    monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
    const week = monday.toISOString();
    if (!weeks.has(week)) weeks.set(week, []);
    weeks.get(week)?.push({ ...day, due: day.date === deadline.due_on, maybe: deadline.provisional_days.includes(day.date) });
  }
  return [...weeks.values()];
}

/** @param {any} d a day of the strip */
function stripDay(d) {
  if (d.type === 'off') return h('li', { class: 'off', title: `${dayMonth(d.date)} ${name(d.name)}` }, h('span', { class: 'vh' }, `${dayMonth(d.date)} ${name(d.name)}`));
  const kind = [d.type === 'over' && 'over', d.due && 'due', d.maybe && 'maybe'].filter(Boolean).join(' ');
  return h('li', { class: kind || null }, h('time', { datetime: d.date }, `${d.type === 'over' ? '+' : ''}${d.n}`));
}

/** What a day is called, and on whose authority. @param {any} d @param {string} day */
const because = (d, day) => `${day} (${name(d.name)}${d.source ? `, ${d.source}` : ''})`;

/** @param {any} deadline @param {{date: string, n: number}[]} [over] @param {any[]} [reasons] of days over @param {string | null} [until] the day of the answer */
export function strip(deadline, over = [], reasons = [], until = null) {
  const shown = over.slice(0, OVER_SHOWN);
  const beyond = over.length > OVER_SHOWN ? reasons.filter((d) => d.date <= shown[shown.length - 1].date) : reasons;
  const offOver = beyond.filter((d) => d.kind !== 'swap_work');
  const worked = [...(deadline.worked_weekends ?? []), ...beyond.filter((d) => d.kind === 'swap_work')];
  const list = h('ol', { class: 'weeks', 'data-strip': true, 'data-until': until, 'aria-label': t('page.case.strip', { n: deadline.length }) },
    stripWeeks(deadline, shown, offOver).map((week) => h('li', null, h('ol', null, week.map(stripDay)), h('span', null, dayMonth(week[0].date)))));
  const off = [...deadline.skipped, ...offOver].filter((/** @type {any} */ d) => d.kind !== 'weekend');
  const box = h('div', null,
    h('p', null, deadline.due_on
      ? [t('page.case.due', { n: deadline.length }), ' ', h('strong', null, h('time', { datetime: deadline.due_on }, long(deadline.due_on))),
        deadline.provisional && h('span', { class: 'soon' }, ` (${t('page.case.provisional')})`), '. ']
      : [t('page.case.due_paused', { n: deadline.length }), ' '], t('page.case.counted_from', { date: short(deadline.start_on) })),
    list,
    over.length > OVER_SHOWN && h('p', { class: 'late' }, t('page.case.over_more', { n: number(over.length - OVER_SHOWN), date: short(over.at(-1)?.date) })),
    h('p', { class: 'meta' }, [t('page.case.skipped'), ...off.map((d) => because(d, dayMonth(d.date)))].join(', '), '. ',
      worked.length > 0 && `${t('page.case.worked')} ${worked.map((d) => because(d, long(d.date))).join('; ')}. `,
      (deadline.pauses ?? []).map((/** @type {any} */ p) => `${p.to ? t('page.case.pause', { since: short(p.from), until: short(p.to) }) : t('page.case.pause_open', { since: short(p.from) })} `),
      t('page.case.calendar', { version: deadline.calendar_version })));
  markStrips(box);
  return box;
}

/** @param {any} r */
export function reply(r) {
  return h('article', { class: `reply ${r.type === 'answer' ? 'answer' : 'status'}` }, r.agency && h('h3', null, name(r.agency.name)),
    h('p', { class: 'meta' }, t('page.reply.' + r.type), r.on && `, ${short(r.on)}`,
      r.document_number && ` · ${t('page.reply.document', { number: r.document_number })}${r.document_date ? `, ${short(r.document_date)}` : ''}`,
      r.signer && ` · ${t('page.reply.signer', { name: r.signer })}`),
    h('div', { class: 'text' }, r.content),
    r.completed_on && h('p', { class: 'done' }, t('page.reply.completed', { date: short(r.completed_on) })),
    r.promised_on && h('p', { class: 'soon' }, t('page.reply.promised', { date: short(r.promised_on) })),
    files(r.attachments));
}

/** @param {any[] | undefined} list */
export const files = (list) => list?.length ? h('ul', { class: 'files' }, list.map((f) => h('li', null, h('a', { href: f.href, rel: 'noopener', target: '_blank' }, f.name), ' ', h('small', null, size(f.size))))) : null;

/** @param {any[]} entries */
export const timeline = (entries) => h('ol', { class: 'line' }, entries.map((e) => h('li', { class: e.tone || null },
  h('time', { datetime: e.at ?? e.on }, e.at ? moment(e.at) : short(e.on)), name(e.text), e.undelivered && h('strong', { class: 'late' }, ` ${name(e.undelivered)}`))));

/** @param {string} heading @param {...(Child | Child[])} children */
export const section = (heading, ...children) => h('section', null, h('h2', null, heading), ...children);

/** @param {[string, Child][]} pairs */
export const facts = (pairs) => h('dl', { class: 'facts' }, pairs.filter(([, value]) => value).map(([label, value]) => h('div', null, h('dt', null, label), h('dd', null, value))));

/** What may be read of the three texts. @param {any} texts @param {string} language @param {string} [original] language of the original */
export function texts(texts, language, original = language) {
  const shown = ['public', 'handling', 'original'].filter((k) => texts?.[k] && (typeof texts[k] === 'string' ? texts[k] : texts[k].content || texts[k].title));
  if (!shown.length) return null;
  return h('div', { class: 'texts' }, shown.map((k) => {
    const text = typeof texts[k] === 'string' ? { content: texts[k] } : texts[k];
    const lang = k === 'original' ? original : language;
    return h('div', null, h('h3', null, t('ui.text_' + k)), text.title && h('h4', { lang }, text.title), h('div', { class: 'text', lang }, text.content));
  }));
}

/** The head of a case: code, title, state. @param {any} doc @param {string} [level] */
export const head = (doc, level = 'h1') => [
  h('p', { class: 'meta' }, h('span', { class: 'code' }, doc.code), ` · ${t('kind.' + doc.kind)}`, doc.submitter_type && ` · ${t('submitter_type.' + doc.submitter_type)}`, doc.channel && ` · ${t('channel.' + doc.channel)}`),
  h(level, { class: 'title', tabindex: '-1' }, doc.title || doc.texts?.public?.title || doc.texts?.original?.title || t('page.case.untitled_waiting', { kind: t('kind.' + doc.kind) })),
  h('p', { class: 'standing' }, badge(doc), doc.overdue_on && doc.timeliness === 'overdue' && h('span', { class: 'late' }, t('page.case.overdue_since', { date: short(doc.overdue_on) }))),
];

/** @param {any} doc @returns {string | null} */
const answeredOn = (doc) => (['answered', 'closed'].includes(doc.status) ? ((doc.replies ?? []).filter((/** @type {any} */ r) => r.type === 'answer').at(-1)?.on ?? null) : null);

/** @param {any} doc @param {string} [actor] who the link speaks for */
export const caseFacts = (doc, actor = '') => facts([
  [t('ui.acting'), actor],
  [t('page.case.lead'), name(doc.lead?.name)],
  [t('page.case.coordinating'), (doc.coordinating ?? []).map((/** @type {any} */ a) => name(a.name)).join('; ')],
  [t('page.case.holder'), name(doc.holder?.name) || (doc.holder && t('page.case.holder_' + doc.holder.type))],
  [t('page.case.field'), name(doc.field?.name)],
  [t('page.case.place'), name(doc.place?.name)],
  [t('page.case.received'), long(doc.received_on)],
  [t('page.case.rearms'), doc.rearms ? number(doc.rearms) : null],
  [t('page.case.merged_into'), doc.merged_into && h('a', { href: url('/ho-so/' + doc.merged_into) }, doc.merged_into)],
  [t('page.case.merged'), doc.merged ? number(doc.merged) : null],
  [t('page.case.repeats'), doc.repeats ? number(doc.repeats) : null],
  [t('page.case.split_from'), doc.split_from],
]);

/** What was typed along the way, and what was sent and waits; as far as this reader may see it. @param {any} view */
export function notes(view) {
  const waiting = (view.pending ?? []).filter((/** @type {any} */ p) => p.content);
  const list = view.notes ?? [];
  return [
    waiting.length && view.actor?.type !== 'focal' ? section(t('ui.sent_waiting'), waiting.map(reply)) : null,
    list.length ? section(t('ui.notes'), h('ol', { class: 'line notes' }, list.map(note))) : null,
  ];
}

/** @param {any} n */
const note = (n) => h('li', null, h('time', { datetime: n.at }, moment(n.at)), h('strong', null, name(n.label)),
  !n.public && h('small', null, ` (${t('ui.note_private')})`),
  n.fields.map((/** @type {any} */ f) => h('div', { class: 'text' }, n.fields.length > 1 && h('small', null, `${name(f.label)}: `), name(f.value))), files(n.attachments));

/** What was said, in the fullest form that this reader has, and what came with it. @param {any} doc */
export function said(doc) {
  const text = doc.texts?.original?.content ?? doc.texts?.handling ?? doc.texts?.public?.content ?? doc.content;
  return [text ? h('div', { class: 'voice', lang: doc.texts?.original ? doc.original_language : doc.language }, text) : h('p', { class: 'note' }, t('page.case.text_waiting')), files(doc.attachments)];
}

/** The record below: replies, deadline, timeline. @param {any} view */
export function body(view) {
  const doc = view.case;
  return [
    doc.replies?.length ? section(t('page.case.replies'), [...doc.replies].reverse().map(reply)) : null,
    ...notes(view),
    view.deadline ? section(t('page.case.deadline'), strip(view.deadline, doc.over ?? [], doc.over_reasons ?? [], answeredOn(doc))) : null,
    view.timeline?.length ? section(t('page.case.timeline'), timeline(view.timeline)) : null,
    h('p', { class: 'meta' }, h('a', { href: url('/ho-so/' + doc.code) }, t('ui.public_page'))),
  ];
}
