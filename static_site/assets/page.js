// Fills the days gone by in deadline strips. Published pages hold dates only, so that they need no clock; this one has
// the reader's, read as Vietnam's date. Without it every counted day looks alike and nothing is missing.

/** @param {ParentNode} [root] */
export function markStrips(root = document) {
  const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
  for (const time of root.querySelectorAll('[data-strip] time')) {
    const cell = /** @type {HTMLElement} */ (time.parentElement);
    if (cell.classList.contains('over')) continue;
    const day = time.getAttribute('datetime') ?? '';
    // A case that was answered stopped using days then: those after it are days saved.
    const until = /** @type {HTMLElement} */ (time.closest('[data-strip]')).dataset.until;
    if (until ? day <= until : day < today) cell.dataset.past = '';
    else cell.dataset.ahead = '';
  }
}

markStrips();
