// Runs before the first paint: readers who left light or dark to their system, in browsers that do not send the client hint.
(function () {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => { if (root.dataset.choice === 'system') root.dataset.theme = dark.matches ? 'dark' : 'light'; };
  follow();
  dark.addEventListener('change', follow);
  window.cityhub = { dark: () => root.dataset.theme === 'dark' };
})();
