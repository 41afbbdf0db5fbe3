// The receipt: code and secret, large, to be copied or written down.
import { banner, h } from './dom.js';
import { t } from './text.js';

/** @param {string} label @param {string} value */
function line(label, value) {
  const copy = h('button', { class: 'link', type: 'button', 'aria-label': `${t('ui.copy')}: ${label}`, async onclick() {
    try {
      await navigator.clipboard.writeText(value);
      copy.textContent = t('ui.copied');
    } catch {
      // No clipboard here: select it, so that one key is enough.
      getSelection()?.selectAllChildren(shown);
    }
  } }, t('ui.copy'));
  const shown = h('span', { class: 'code' }, value);
  return h('div', null, h('dt', null, label), h('dd', null, shown, copy));
}

/** @param {{code: string, secret: string}} made */
export const keys = (made) => h('dl', { class: 'keys' }, line(t('page.receipt.code'), made.code), line(t('page.receipt.secret'), made.secret));

/** @param {{code: string, secret: string, links: {track: string, public: string}}} made @param {{earlier: boolean, another: () => void}} options */
export function receipt(made, { earlier, another }) {
  return h('div', { class: 'receipt' }, h('h1', null, t('page.receipt.title')), h('p', { class: 'lead' }, t('page.receipt.lead')),
    earlier ? banner('', t('ui.earlier')) : null,
    keys(made),
    h('p', null, t('page.receipt.keep')),
    h('p', { class: 'ways' }, h('a', { class: 'go', href: made.links.track }, t('page.receipt.track')), h('button', { class: 'go quiet', type: 'button', onclick: another }, t('ui.another'))),
    h('h2', null, t('page.receipt.next')), h('ol', { class: 'plain' }, [1, 2, 3].map((n) => h('li', null, t('page.receipt.next' + n)))));
}
