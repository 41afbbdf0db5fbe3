// How the public text will look, with what looks like personal data marked: a warning, not a promise.
import { h } from './dom.js';
import { t } from './text.js';

const PATTERNS = [
  /[\w.+-]+@[\w-]+\.[\w.-]*\w/g, // e-mail
  /(?:\+84|\b84|\b0)(?:[\s.-]?\d){8,10}\b/g, // phone
  /\b\d{12}\b|\b\d{9}\b/g, // identity card, old and new
  // A title and a name; \b knows no Vietnamese letters.
  /(?<=(?<!\p{L})(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m|[Cc]háu|[Tt]ôi là|[Tt]ên là|Mr|Mrs|Ms)\.?\s)(?:\p{Lu}\p{L}+\s?){2,4}/gu,
];

/** Spans that look like personal data, in order, not overlapping. @param {string} text @returns {[number, number][]} */
export function personalData(text) {
  const spans = PATTERNS.flatMap((p) => [...text.matchAll(p)].map((m) => /** @type {[number, number]} */ ([m.index, m.index + m[0].trimEnd().length])));
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return spans.filter(([start], n) => spans.slice(0, n).every(([, end]) => end <= start));
}

/** @param {string} text */
function marked(text) {
  const parts = [];
  let at = 0;
  for (const [start, end] of personalData(text)) {
    parts.push(text.slice(at, start), h('mark', null, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

/** @param {Record<string, string>} v the form's values @param {string[]} files @param {HTMLElement} buttons */
export function preview(v, files, buttons) {
  const found = personalData(`${v.title}\n${v.content}`).length;
  return h('div', { class: 'preview' }, h('h1', null, t('ui.preview_title')), h('p', { class: 'lead' }, t('ui.preview_lead')),
    found ? h('div', { class: 'banner' }, h('p', null, t('ui.preview_found', { n: found }))) : null,
    h('div', { class: 'paper' }, h('p', { class: 'meta' }, `${t('kind.' + v.kind)} · ${t('submitter_type.' + v['submitter.type'])} · ${t('channel.web')}`),
      h('h2', null, marked(v.title)), h('div', { class: 'voice' }, marked(v.content))),
    h('dl', { class: 'links' }, [
      [t('ui.not_public'), [v['submitter.name'], v['submitter.address'], v['submitter.email'], v['submitter.phone']].filter(Boolean).join(' · ')],
      [t('ui.attached'), files.join(', ')],
    ].filter(([, text]) => text).map(([label, text]) => h('div', null, h('dt', null, label), h('dd', null, text)))),
    buttons);
}
