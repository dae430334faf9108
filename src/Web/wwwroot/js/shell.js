// What links, forms and popovers cannot do alone: keys, closing, and the islands (charts, maps), fetched only where they stand.
const $ = selector => document.querySelector(selector);
const typing = e => e.target.closest('input, textarea, select, [contenteditable="true"]');

function toggleHelp() {
  const help = $('#help');
  if (help) help.togglePopover(); else location.assign('/help');
}

document.addEventListener('keydown', e => {
  if ((e.ctrlKey || e.metaKey) && !e.shiftKey && !e.altKey && e.key.toLowerCase() === 'k') {
    const find = $('[data-find]');
    if (find) { e.preventDefault(); find.focus(); find.select(); }
  } else if (e.key === '?' && !typing(e) && $('#help')) {
    e.preventDefault();
    toggleHelp();
  } else if (e.key === 'Escape') {
    const help = $('#help:popover-open');
    const open = $('details.fold[open]');
    if (help) { help.hidePopover(); $('[data-help]')?.focus(); }
    else if (open) { open.open = false; open.querySelector('summary').focus(); }
    else if (e.target.matches('[data-find]')) e.target.blur();
  }
});

document.addEventListener('click', e => {
  if (e.target.closest('[data-help]')) toggleHelp();
  // A circuit only scrolls to an anchor of its page; the next Tab has to start there as well.
  if (e.target.closest('.skip')) $('#main')?.focus();
  if (e.target.closest('[data-reload]')) { e.preventDefault(); location.reload(); }
  const copy = e.target.closest('[data-copy]');
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
    copy.dataset.copied = '';
    setTimeout(() => delete copy.dataset.copied, 2000);
  });
  // The drawer and the name menu close behind whoever follows a link in them.
  const popover = e.target.closest('[popover]:popover-open');
  if (popover && popover.id !== 'help' && e.target.closest('a')) popover.hidePopover();
  for (const fold of document.querySelectorAll('details.fold[open]')) if (!fold.contains(e.target)) fold.open = false;
});

// ↑ ↓ go from row to row in tables whose rows are links, Enter opens.
document.addEventListener('keydown', e => {
  if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
  const row = e.target.closest('table[data-rows] tbody tr');
  if (!row || typing(e)) return;
  const next = e.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
  const link = next?.querySelector('a');
  if (link) { e.preventDefault(); link.focus(); }
});

// Islands. The server writes the figures into an attribute; the code that draws is fetched when the first one stands on a page.
const island = file => class extends HTMLElement {
  static observedAttributes = ['spec'];
  #view;
  connectedCallback() { this.#draw(); }
  attributeChangedCallback(name, before, now) { if (this.isConnected && before !== null && before !== now) this.#draw(); }
  disconnectedCallback() { this.#view?.then(view => view.dispose()); this.#view = undefined; }
  #draw() {
    const spec = JSON.parse(this.getAttribute('spec') || 'null');
    if (!spec) return;
    this.#view = (this.#view ?? import(file).then(drawer => drawer.open(this)))
      .then(view => { if (this.isConnected) view.show(spec); return view; });
    this.#view.catch(fault => { this.textContent = spec.failed ?? ''; console.warn(fault); });
  }
};
customElements.define('city-chart', island('./chart.js'));
customElements.define('city-map', island('./map.js'));

// Suggestions while typing, fetched when a field that wants them is first used.
document.addEventListener('focusin', e => { if (e.target.matches('[data-suggest]')) import('./suggest.js').then(m => m.attach(e.target)); });

// A page that comes to life is drawn anew, once: whoever was typing in a field goes on in its successor, with what was typed.
let last;
const remember = e => {
  if (e.target.matches?.('input[name]:not([type=password], [type=file]), textarea[name]')) {
    last = { field: e.target, value: e.target.value, from: e.target.selectionStart, to: e.target.selectionEnd };
  }
};
document.addEventListener('focusin', remember);
document.addEventListener('input', remember);
document.addEventListener('focusout', e => setTimeout(() => { if (last?.field === e.target && e.target.isConnected) last = undefined; }));
new MutationObserver((_, observer) => {
  if (!last || last.field.isConnected || document.activeElement !== document.body) return;
  const { field, value, from, to } = last;
  const next = [...document.getElementsByName(field.name)].find(other => other.tagName === field.tagName && other.ariaLabel === field.ariaLabel);
  if (!next) return;
  observer.disconnect();
  if (next.value !== value) {
    next.value = value;
    for (const kind of ['input', 'change']) next.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  next.focus();
  if (from !== null) next.setSelectionRange?.(from, to);
}).observe(document.body, { childList: true, subtree: true });
