// The page's language and its texts; the build makes texts.vi.js and texts.en.js from chalicelib/messages.

/** @type {'vi' | 'en'} */
export const lang = document.documentElement.lang === 'en' ? 'en' : 'vi';

/** @type {{default: Record<string, string>}} */
const loaded = lang === 'en' ? await import('./texts.en.js') : await import('./texts.vi.js');
const texts = loaded.default;

/**
 * The message in the page's language; an unknown key gives its last part, as on the server.
 * @param {string} key @param {Record<string, unknown>} [args]
 */
export function t(key, args = {}) {
  const text = texts[key] ?? key.slice(key.lastIndexOf('.') + 1);
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in args ? String(args[name]) : whole));
}

/** @param {string} path @returns {string} the page in this language */
export const url = (path) => (lang === 'vi' ? path : '/en' + path).replace(/(.)\/$/, '$1');

/** @param {{vi?: string, en?: string} | string | null | undefined} value */
export const name = (value) => (typeof value === 'string' ? value : value?.[lang] || value?.vi || '');

const WEEKDAYS = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `08/09/2026` or `8 Sep 2026`. @param {string | null | undefined} iso */
export function short(iso) {
  if (!iso) return '';
  const [y, m, d] = iso.slice(0, 10).split('-');
  return lang === 'vi' ? `${d}/${m}/${y}` : `${Number(d)} ${MONTHS[Number(m) - 1]} ${y}`;
}

/** `thứ Ba, 08/09/2026` or `Tue 8 Sep 2026`. @param {string | null | undefined} iso */
export function long(iso) {
  if (!iso) return '';
  const weekday = WEEKDAYS[lang][new Date(iso.slice(0, 10) + 'T00:00Z').getUTCDay()];
  return `${weekday}${lang === 'vi' ? ',' : ''} ${short(iso)}`;
}

/** An instant as it stands: documents carry Vietnam time. @param {string | null | undefined} iso */
export const moment = (iso) => (iso ? `${short(iso)}, ${iso.slice(11, 16)}` : '');

/** `08/09` or `8 Sep`. @param {string} iso */
export const dayMonth = (iso) => (lang === 'vi' ? `${iso.slice(8, 10)}/${iso.slice(5, 7)}` : `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]}`);

/** @param {number} n */
export const number = (n) => (lang === 'vi' ? String(n).replace(/\B(?=(\d{3})+$)/g, '\u00a0') : n.toLocaleString('en'));

/** @param {number} bytes */
export function size(bytes) {
  const megabytes = (bytes / 1e6).toFixed(1);
  if (bytes >= 1e6) return `${lang === 'vi' ? megabytes.replace('.', ',') : megabytes} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}
