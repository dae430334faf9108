// The heading of a page that was opened takes the focus; when a page only comes to life, whoever is in a field or on a link stays there.
// It is called by the circuit, so from here on the page listens: html[data-alive] says so.
export function heading(first) {
  document.documentElement.dataset.alive = '';
  const h1 = document.querySelector('h1');
  if (!h1 || (first && document.activeElement !== document.body)) return;
  if (!h1.hasAttribute('tabindex')) h1.tabIndex = -1;
  h1.focus();
}
