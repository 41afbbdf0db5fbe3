// A signed link that opens nothing any more: what happened, and the way to a new one, to the mailbox on file.
import { call } from './api.js';
import { banner, focusOn, h } from './dom.js';
import { attempt, once } from './forms.js';
import { t } from './text.js';

const renewKey = attempt();

/** @param {HTMLElement} view @param {import('./api.js').Answer} answer @param {string} token @param {() => void} again */
export function lostLink(view, answer, token, again) {
  const lost = answer.status === 0;
  const button = /** @type {HTMLButtonElement} */ (h('button', { class: 'go', type: 'button' }, lost ? t('ui.retry') : t('ui.renew')));
  button.addEventListener('click', () => void once(button, async () => {
    if (lost) return again();
    const sent = await call('POST', '/link/renew', { token, body: {}, key: renewKey.now() });
    if (sent.ok) renewKey.done();
    view.replaceChildren(banner(sent.ok ? 'good' : 'bad', sent.ok ? t('ui.renewed') : sent.message));
    focusOn(view);
  }));
  view.replaceChildren(h('div', { class: 'read' }, h('h1', null, lost ? t('ui.network_title') : t('ui.link_title')), h('p', { class: 'lead' }, answer.message), h('p', { class: 'ways' }, button)));
  focusOn(view.querySelector('h1'));
}
