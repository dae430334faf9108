// The scripts, styles and fonts that the pages load, each with its licence beside it. Nothing is loaded from another host.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export function writeAssets({ modules, assets }) {
  rmSync(assets, { recursive: true, force: true });
  const copy = (folder, ...files) => {
    mkdirSync(join(assets, folder), { recursive: true });
    for (const file of files) {
      cpSync(join(modules, file), join(assets, folder, basename(file)));
    }
  };

  copy('echarts', 'echarts/dist/echarts.min.js', 'echarts/LICENSE', 'echarts/NOTICE');
  // The CSP build takes its worker from a file of its own: no blob: in script-src.
  copy('maplibre', 'maplibre-gl/dist/maplibre-gl-csp.js', 'maplibre-gl/dist/maplibre-gl-csp-worker.js', 'maplibre-gl/dist/maplibre-gl.css', 'maplibre-gl/LICENSE.txt');

  const font = '@fontsource/noto-sans-sc';
  copy('fonts', `${font}/LICENSE`);
  mkdirSync(join(assets, 'fonts', 'files'));
  for (const weight of [400, 600]) {
    // Every browser in use reads woff2; the woff fallbacks stay behind.
    const css = readFileSync(join(modules, font, `${weight}.css`), 'utf8').replace(/,\s*url\([^)]*\.woff\)\s*format\(['"]woff['"]\)/g, '');
    writeFileSync(join(assets, 'fonts', `${weight}.css`), css);
    for (const [, file] of css.matchAll(/url\(\.\/(files\/[^)]+\.woff2)\)/g)) {
      cpSync(join(modules, font, file), join(assets, 'fonts', file));
    }
  }
}
