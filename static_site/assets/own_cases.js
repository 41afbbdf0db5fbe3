// /co-quan-cua-toi: an agency's own open cases. Reading only: each case opens by a signed link of its own.
import { call, takeToken } from './api.js';
import { banner, byId, focusOn, h } from './dom.js';
import { lostLink } from './lost_link.js';
import { name, t } from './text.js';
import { badge, dueOn } from './view.js';

const token = takeToken('hoiam.agency');
const door = byId('door');
const view = byId('view');
const list = h('ul', { class: 'rows own-cases' });
const more = h('p', null);

/** @param {string | null} [cursor] @returns {Promise<void>} */
async function load(cursor = null) {
  const answer = await call('GET', `/agency/cases${cursor ? `?${new URLSearchParams({ cursor })}` : ''}`, { token });
  if (!answer.ok) {
    if (cursor) return more.append(banner('bad', answer.message));
    door.hidden = true;
    return lostLink(view, answer, token, () => void load());
  }
  const { actor, rows, next } = answer.data;
  if (!cursor) begin(name(actor.name));
  const items = rows.map(row);
  list.append(...items);
  more.replaceChildren(...(next ? [h('button', { class: 'link', type: 'button', onclick: () => void load(next) }, t('ui.more'))] : []));
  if (!list.firstChild && !next) more.replaceChildren(t('ui.no_agency_cases'));
  focusOn(cursor ? items[0]?.querySelector('a') : view.querySelector('h1'));
}

/** @param {string} agency */
function begin(agency) {
  door.hidden = true;
  list.replaceChildren();
  view.replaceChildren(h('div', { class: 'read' }, h('h1', null, agency), h('p', { class: 'lead' }, t('ui.own_cases')), list, more));
}

/** @param {any} r */
const row = (r) => h('li', null, h('a', { href: r.href }, h('b', null, r.title || r.code),
  h('span', { class: 'meta' }, `${r.code} · ${t('kind.' + r.kind)} · ${t('role.' + r.role)}`), badge(r),
  h('span', { class: 'meta' }, dueOn(r))));

if (token) void load();
else door.replaceChildren(h('h1', null, t('ui.link_title')), h('p', { class: 'lead' }, t('ui.link_missing')));
