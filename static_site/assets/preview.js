// How the public text will look, with what looks like personal data marked: a warning, not a promise.
import { h } from './dom.js';
import { t } from './text.js';

// The commonest of what chalicelib/domain/suggest finds at the desk (numbers.py, names.py); \b knows no Vietnamese letters.
const PATTERNS = [
  /[\w.+-]+@[\w-]+\.[\w.-]*\w/g, // e-mail
  /(?:\+84|\b84|\b0)(?:[\s.-]?\d){8,10}\b/g, // phone
  /\b\d{12}\b|\b\d{9}\b|\b0\d{2}([ .])\d{3}\1\d{3}\1\d{3}\b/g, // identity card, old and new
  // A bank account after its word, and no sum of money.
  /(?<=(?<!\p{L})(?:tài khoản|stk|số tk)(?!\p{L})[^\d\n.;]{0,30})\d(?:[ .-]?\d){5,18}(?![\d/]| ?(?:đồng|đ|vnđ|vnd|triệu|tỷ|nghìn)(?!\p{L}))/giu,
  /(?<![\p{L}\d.\-/])[1-9]\d[ -]?(?:[A-Z]|LD|DA|MK|MĐ|TĐ|HC|KT|NG|NN|QT|A[A-F])\d? ?[-. ] ?(?:\d{3}[. ]?\d{2}|\d{4})(?![\p{L}\d/])/gu, // plate
  /(?<!(?:[Đđ]ường|[Pp]hố|[Tt]rường|[Cc]ầu)\s)(?<!\p{L})\p{Lu}\p{Ll}+ (?:Văn|Thị)(?: \p{Lu}\p{Ll}*){1,2}/gu, // a name by itself
  // A title and a name.
  /(?<=(?<!\p{L})(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Ee]m|[Cc]háu|[Tt]ôi là|[Tt]ên là|Mr|Mrs|Ms)\.?\s)(?:\p{Lu}\p{L}+\s?){2,4}/gu,
  // An office holder's: what follows may be the office instead.
  /(?<=(?<!\p{L})(?:[Cc]án bộ|[Cc]ông chức|[Vv]iên chức|[Cc]huyên viên|[Đđ]ồng chí|[Gg]iám đốc|[Cc]hủ tịch|[Tt]rưởng phòng|[Cc]ô giáo|[Tt]hầy(?: giáo)?|[Bb]ác sĩ)\s)(?!(?:Sở|Ủy|Uỷ|Ban|Phòng|Chi|Cục|Công|Văn|Trung|Đảng|Nhà|Bộ|Hội|Thanh|Thuế|Quản|Hải|Kho|Bảo|Xã|Phường|Tỉnh|Trạm|Bệnh|Trường)\s)(?:\p{Lu}\p{Ll}+\s?){2,4}/gu,
];

/** Spans that look like personal data, in order, not overlapping. @param {string} text @returns {[number, number][]} */
export function personalData(text) {
  const spans = PATTERNS.flatMap((p) => [...text.matchAll(p)].map((m) => /** @type {[number, number]} */ ([m.index, m.index + m[0].trimEnd().length])));
  spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return spans.filter(([start], n) => spans.slice(0, n).every(([, end]) => end <= start));
}

/**
 * The words of a text that look like personal data: what is recognised here, and of the `known` ones what still stands in it.
 * @param {string} text @param {string[]} [known] @returns {string[]}
 */
export function doubtful(text, known = []) {
  const found = personalData(text).map(([start, end]) => text.slice(start, end));
  const whole = (/** @type {string} */ word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu');
  const more = known.filter((word) => !found.some((f) => f.includes(word)) && whole(word).test(text.normalize()));
  return [...new Set([...found, ...more])];
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
