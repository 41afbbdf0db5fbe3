// /tra-loi: one case by a signed link. Opening reads and changes nothing; only what is typed and sent counts.
import { actionBar } from './actions.js';
import { call, takeToken } from './api.js';
import { banner, byId, focusOn, h } from './dom.js';
import { lostLink } from './lost_link.js';
import { name, t } from './text.js';
import { body, caseFacts, head, said, section } from './view.js';

const token = takeToken('hoiam.link');
const door = byId('door');
const view = byId('view');

/** @param {string} [note] */
async function open(note = '') {
  const answer = await call('GET', '/link', { token });
  if (answer.ok) return show(answer.data, note);
  door.hidden = true;
  lostLink(view, answer, token, () => void open());
}

/** @param {any} data @param {string} note */
function show(data, note) {
  door.hidden = true;
  view.replaceChildren(h('div', { class: 'case' },
    h('div', null, head(data.case), note && banner('good', note), said(data.case),
      section(t('ui.your_part'), actionBar(data.actions, { path: '/link/actions', token, first: ['acknowledge', 'answer', 'direct', 'contribute', 'give_opinion'],
        done: (next, action) => (next?.case ? show(next, t('ui.done', { label: action.label })) : void open(t('ui.done', { label: action.label }))) })),
      body(data)),
    h('aside', { 'aria-label': t('page.case.facts') }, caseFacts(data.case, name(data.actor?.name)))));
  focusOn(view.querySelector(note ? '.banner' : 'h1'));
}

if (token) void open();
else door.replaceChildren(h('h1', null, t('ui.link_title')), h('p', { class: 'lead' }, t('ui.link_missing')));
