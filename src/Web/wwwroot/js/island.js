// What chart and map share: the tokens, a library fetched once, a call when the theme changes.
export const token = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();

const fetched = new Map();
export function script(address) {
  if (!fetched.has(address)) fetched.set(address, new Promise((done, failed) => {
    const tag = document.createElement('script');
    Object.assign(tag, { src: address, onload: done, onerror: () => failed(new Error('not loaded: ' + address)) });
    document.head.append(tag);
  }));
  return fetched.get(address);
}

export function onTheme(redraw) {
  const watch = new MutationObserver(redraw);
  watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'data-size'] });
  return () => watch.disconnect();
}

export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
